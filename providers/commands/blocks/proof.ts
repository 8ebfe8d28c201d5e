/** What both sides say of whole files: one digest over all blocks, and what the target begins with. */
export const PROOF = String.raw`# "PATH//ROOT" of each file. What the passes know already is not read again.
def hash_files(tree, side):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    for path in paths():
        try:
            fd = opened(root, path)
        except OSError as error:
            sys.stderr.write("%s: %s\n" % (os.fsdecode(path).encode("unicode_escape").decode("ascii"), error.strerror))
            continue
        found = os.fstat(fd)
        sums = (known_on_source if side == "source" else known_on_target)(fd, found, key(path))
        os.close(fd)
        sys.stdout.buffer.write(path + b"//" + sums.root().hex().encode() + b"\0")

# The manifest of the paths that a pass has touched, in one go: the same records as of whole trees.
def show_touched(tree, side, owners):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    holds, names, records = directories_of(kept()), {}, []
    near = Near(root)
    for path in paths():
        try:
            where, name = near.reach(path)
        except OSError:
            continue
        try:
            records += told_entry(where, name, path, side, owners == "yes", path in holds, names)
        except FileNotFoundError:
            pass
        except OSError as error:
            # Never the same on both sides.
            sys.stderr.write("%s: %s\n" % (os.fsdecode(path).encode("unicode_escape").decode("ascii"), error.strerror))
            records.append(path + b"//unread " + os.urandom(16).hex().encode())
    for several in names.values():
        if len(several) > 1:
            records += [path + b"//=" + min(several) for path in several]
    sys.stdout.buffer.write(b"".join(record + b"\0" for record in sorted(records)))

# The directory of a path after another: mostly the same one, which is not looked for again.
class Near:
    def __init__(self, root):
        self.root, self.above, self.where = root, None, root

    def reach(self, path):
        if path == b".":
            return self.root, path
        above, _, name = path.rpartition(b"/")
        if above != self.above:
            where, name = reach(self.root, path)
            if self.where != self.root:
                os.close(self.where)
            self.above, self.where = above, where
        return self.where, name

def told_entry(where, name, path, side, owners, held, names):
    found = os.lstat(name, dir_fd=where)
    kind = KINDS.get(stat.S_IFMT(found.st_mode))
    if kind is None:
        return []
    owner = "%d %d" % (on_target("u", found.st_uid), on_target("g", found.st_gid)) if owners else "- -"
    size = 0 if kind == "d" else found.st_size
    target = os.readlink(name, dir_fd=where) if kind == "l" else b""
    told = b"%s//%s %o %s %d %d//%s." % (path, kind.encode(), stat.S_IMODE(found.st_mode), owner.encode(), size, found.st_mtime_ns, target)
    records = [] if held else [told]
    if kind != "d" and found.st_nlink > 1:
        names.setdefault((found.st_dev, found.st_ino), []).append(path)
    if kind == "f":
        return records + told_file(where, name, path, side)
    return records + attributes_record(path, told_attributes(b"/proc/self/fd/%d/%s" % (where, name)))

def told_file(where, name, path, side):
    fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=where)
    try:
        found = os.fstat(fd)
        if not stat.S_ISREG(found.st_mode):
            raise OSError(errno.ESTALE, "is no regular file any more")
        if found.st_size >= LARGE and found.st_nlink == 1:
            content = (known_on_source if side == "source" else known_on_target)(fd, found, key(path)).root()
        else:
            content = digest_of(fd)
        return [path + b"//" + content.hex().encode()] + attributes_record(path, told_attributes(fd))
    finally:
        os.close(fd)

KINDS = {stat.S_IFREG: "f", stat.S_IFDIR: "d", stat.S_IFLNK: "l"}

# Of all that can be read from a file; begun: what was read already.
def digest_of(fd, begun=b""):
    sums = blake2b(begun, digest_size=DIGEST)
    while True:
        data = os.read(fd, PIECE)
        if not data:
            return sums.digest()
        sums.update(data)

# The paths that the target keeps, and the directories that lead to them.
def kept():
    try:
        with open("keep", "rb") as listed:
            return [path for path in listed.read().split(b"\0") if path]
    except FileNotFoundError:
        return []

def directories_of(listed):
    found = set()
    for path in listed:
        parts = (b"./" + path).split(b"/")
        found.update(b"/".join(parts[:length]) for length in range(1, len(parts)))
    return found

def known_on_source(fd, found, name):
    for folder in ("blocks/sent/", "blocks/have/", "blocks/read/"):
        sums = Sums.load(folder + name)
        same = sums and sums.fold == 1 and sums.state[:3] == state_of(found, 0)[:3]
        if same and found.st_ctime_ns < sums.state[3]:
            return sums
    have = Sums.load("blocks/have/" + name)
    sums = sums_of(fd, found.st_size, have.block if have else block_for(found.st_size))
    sums.state = state_of(found, 0)
    sums.save("blocks/read/" + name)
    return sums

def known_on_target(fd, found, name):
    sums, spans, block = Sums.load("blocks/sums/" + name), [], None
    try:
        with open("blocks/written/" + name, "rb") as source:
            for start, length in NOTE.iter_unpack(source.read()):
                if length:
                    spans.append((start, start + length))
                else:
                    block = start
    except FileNotFoundError:
        pass
    block = block or (sums.block if sums else block_for(found.st_size))
    if sums and sums.state[0] == found.st_ino and sums.block == block:
        sums = fill(resized(sums, found.st_size), fd, cut(whole_blocks(spans, found.st_size, block)))
    else:
        sums = sums_of(fd, found.st_size, block)
    sums.state = state_of(found, 0)
    sums.save("blocks/sums/" + name)
    if os.path.exists("blocks/written/" + name):
        os.unlink("blocks/written/" + name)
    return sums

# Room for the digests of another size. What differs because of it was written, and is read again.
def resized(sums, size):
    data = sums.data[:count(size, sums.block) * DIGEST]
    data.extend(bytes(count(size, sums.block) * DIGEST - len(data)))
    return Sums(size, sums.block, 1, data)

def whole_blocks(spans, size, block):
    until = 0
    for first, last in sorted(spans):
        first, last = max(until, first - first % block), min(size, last + -last % block)
        if first < last:
            yield first, last
            until = last

BASE = struct.Struct("<IQII")
TOLD = 1 << 24

def tell_base():
    known = [(path, Sums.load("blocks/sums/" + key(path))) for path in paths()]
    known = [(path, sums) for path, sums in known if sums]
    room, fold = sum(len(sums.data) for _, sums in known), 1
    while room > TOLD * fold:
        fold <<= 1
    for path, sums in known:
        told = sums.folded(fold)
        sys.stdout.buffer.write(BASE.pack(len(path), told.size, told.block, fold) + path + told.data)

def hear_base():
    stream = In()
    while True:
        head = os.read(0, 1)
        if not head:
            return
        length, size, block, fold = BASE.unpack(head + stream.exactly(BASE.size - 1))
        path = stream.exactly(length)
        data = bytearray(stream.exactly(count(count(size, block), fold) * DIGEST))
        Sums(size, block, fold, data).save("blocks/have/" + key(path))

# Content that was found equal: what was read here is what the target has.
def equal():
    os.makedirs("blocks/have", mode=0o700, exist_ok=True)
    for path in paths():
        if os.path.exists("blocks/read/" + key(path)):
            os.rename("blocks/read/" + key(path), "blocks/have/" + key(path))
`;

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

# "PATH//@DIGEST" of each entry that has extended attributes; access lists and capabilities are such.
def show_attributes(tree):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    os.fchdir(root)
    for path in paths():
        try:
            told = told_attributes(path)
        except OSError as error:
            if error.errno != errno.ENAMETOOLONG:
                continue
            where, name = reach(root, path)
            told = told_attributes(b"/proc/self/fd/%d/" % where + name)
            os.close(where)
        if told:
            sys.stdout.buffer.write(path + b"//@" + digest(told).hex().encode() + b"\0")

def told_attributes(path):
    told = b""
    for name in sorted(map(os.fsencode, os.listxattr(path, follow_symlinks=False))):
        if name not in IGNORED and (os.geteuid() == 0 or name.startswith((b"user.", b"system."))):
            value = os.getxattr(path, name, follow_symlinks=False)
            told += struct.pack("<II", len(name), len(value)) + name + value
    return told

def known_on_source(fd, found, name):
    for folder in ("blocks/have/", "blocks/read/"):
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

/** The sender's part: what the target lacks of a file, and the stream of that. */
export const SOURCE = String.raw`def note(name):
    try:
        with open(name) as source:
            return source.read()
    except FileNotFoundError:
        return ""

def since():
    return (1 << 63) if note("final") == "yes" else int(note("since") or 0) * 1000000000

# What the target has of these counts for nothing: all of their data is sent, and their holes are made anew.
def fresh():
    for path in paths():
        if os.path.exists("blocks/have/" + key(path)):
            os.unlink("blocks/have/" + key(path))

# Which blocks the target lacks: spans of bytes. Without sums of what it has: all that is data.
def lacking(now, have):
    block, ours = have.block, now.folded(have.fold)
    step = block * have.fold
    span = None
    for index in range(count(now.size, step)):
        start, until = index * step, min(now.size, (index + 1) * step)
        cut = have.size < until and now.size != have.size or have.size > now.size and until == now.size
        if not cut and ours.at(index) == have.at(index):
            continue
        if span and span[1] == start:
            span = (span[0], until)
            continue
        if span:
            yield span
        span = (start, until)
    if span:
        yield span

# What a running service may do to a path between the listing and the reading.
GONE = (errno.ENOENT, errno.ENOTDIR, errno.ELOOP, errno.ESTALE)

def prepare(tree, final):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    total = 0
    for path in paths():
        try:
            fd = opened(root, path)
        except OSError as error:
            if final == "yes" or error.errno not in GONE:
                die(path, error)
            continue
        found = os.fstat(fd)
        name = key(path)
        have = Sums.load("blocks/have/" + name)
        if os.path.exists("blocks/now/" + name):
            os.unlink("blocks/now/" + name)
        if have is None:
            total += min(found.st_size, found.st_blocks * 512)
        else:
            now = sums_of(fd, found.st_size, have.block)
            now.save("blocks/now/" + name)
            total += sum(until - start for start, until in lacking(now, have))
        os.close(fd)
    print(total)

class Out:
    def __init__(self):
        widen(1)
        self.bytes = self.told = 0

    def write(self, *parts):
        for part in parts:
            view = memoryview(part)
            while len(view) > 0:
                view = view[os.write(1, view):]
            self.bytes += len(part)
        if self.bytes - self.told >= 1 << 22:
            self.tell()

    def tell(self):
        self.told = self.bytes
        os.write(2, b"ferry-base %d\n" % self.bytes)

IGNORED = (b"security.selinux",)

def attributes_of(fd):
    found = []
    for name in os.listxattr(fd):
        name = os.fsencode(name)
        if name not in IGNORED:
            found.append((name, renumbered(name, os.getxattr(fd, name), looked_up)))
    return found

FILE = struct.Struct("<cIQIIIQqI")
SPAN = struct.Struct("<cQI")

def send(tree):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    final = note("final") == "yes"
    out = Out()
    for path in paths():
        try:
            fd = opened(root, path)
        except OSError as error:
            if final or error.errno not in GONE:
                die(path, error)
            continue
        send_file(out, fd, path)
        os.close(fd)
    if OWNERS:
        send_access_lists(out, root)
    out.write(b"Q")
    out.tell()

def send_file(out, fd, path):
    found = os.fstat(fd)
    name = key(path)
    have, sums = Sums.load("blocks/have/" + name), Sums.load("blocks/now/" + name)
    if have is None or sums is None or sums.size != found.st_size:
        fresh = have is None
        sums = blank(found.st_size, have.block if have else block_for(found.st_size))
        spans = data_in(fd, found.st_size, sums.block) if fresh else [(0, found.st_size)]
    else:
        fresh, spans = False, lacking(sums, have)
    try:
        attributes = attributes_of(fd)
        owner, group = looked_up("u", found.st_uid), looked_up("g", found.st_gid)
    except OSError as error:
        die(path, error)
    out.write(FILE.pack(b"F", len(path), found.st_size, sums.block, stat.S_IMODE(found.st_mode), owner,
                        group, found.st_mtime_ns, len(attributes) << 1 | fresh), path)
    for label, value in attributes:
        out.write(struct.pack("<II", len(label), len(value)), label, value)
    for start, data, digests in ahead(fd, sums.block, cut(spans)):
        sums.put(start // sums.block, digests)
        send_piece(out, sums.block, start, data, digests)
    out.write(b"E")
    sums.state = state_of(found, since())
    sums.save("blocks/sent/" + name)

# Spans as pieces that fit into memory.
def cut(spans):
    for first, until in spans:
        for start in range(first, until, PIECE):
            yield start, min(until - start, PIECE)

# Blocks that are all zero go as holes.
def send_piece(out, block, start, data, digests):
    view = memoryview(data)
    begun, hollow = 0, None
    for at in range(0, len(view) + block, block):
        here = min(block, len(view) - at)
        index = at // block * DIGEST
        empty = None if here <= 0 else digests[index:index + DIGEST] == zero(here)
        if empty == hollow:
            continue
        if hollow is not None:
            until = min(at, len(view))
            out.write(SPAN.pack(b"Z" if hollow else b"D", start + begun, until - begun))
            if not hollow:
                out.write(view[begun:until])
        begun, hollow = at, empty
`;

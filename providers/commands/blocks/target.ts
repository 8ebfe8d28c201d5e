/** The receiver's part: writes blocks in place, into files that nobody else has. */
export const TARGET = `NOTE = struct.Struct("<QQ")

LIBC = []

def punch(fd, start, length):
    import ctypes
    if not LIBC:
        LIBC.append(ctypes.CDLL(None, use_errno=True))
    done = LIBC[0].fallocate(fd, PUNCH, ctypes.c_long(start), ctypes.c_long(length))
    if done != 0:
        put(fd, start, bytes(length))

class In:
    def __init__(self):
        widen(0)
        self.room = memoryview(bytearray(PIECE))

    # So many bytes, at most a piece, which hold until the next ones are read.
    def piece(self, length):
        done = 0
        while done < length:
            part = os.readv(0, [self.room[done:length]])
            if not part:
                sys.exit("the stream ended too early")
            done += part
        return self.room[:length]

    def exactly(self, length):
        parts = []
        while length > 0:
            part = os.read(0, min(length, PIECE))
            if not part:
                sys.exit("the stream ended too early")
            parts.append(part)
            length -= len(part)
        return b"".join(parts)

def landed(landing, identity):
    root = os.open(landing, os.O_RDONLY | os.O_DIRECTORY)
    found = os.fstat(root)
    if "%d:%d" % (found.st_dev, found.st_ino) != identity:
        sys.exit("%s is not the directory that Ferry made" % landing)
    return root

def receive(landing, identity):
    root = landed(landing, identity)
    stream = In()
    with open("access", "wb") as kept:
        while True:
            kind = stream.exactly(1)
            if kind == b"Q":
                return
            if kind == b"A":
                receive_access_lists(stream, kept)
            elif kind == b"F":
                receive_file(root, stream, kind)
            else:
                sys.exit("what arrived is not a list of blocks")

def receive_file(root, stream, kind):
    _, length, size, block, mode, uid, gid, modified, flags = FILE.unpack(kind + stream.exactly(FILE.size - 1))
    path = stream.exactly(length)
    attributes = {}
    for _ in range(flags >> 1):
        sizes = struct.unpack("<II", stream.exactly(8))
        label = stream.exactly(sizes[0])
        attributes[label] = stream.exactly(sizes[1])
    try:
        where, name = reach(root, path, make=True)
        fd = own_file(where, name, flags & 1)
        os.close(where)
        if flags & 1:
            forget(key(path))
        os.ftruncate(fd, size)
        receive_spans(stream, fd, key(path), block)
        os.ftruncate(fd, size)
        dress(fd, mode, uid, gid, modified, attributes)
        os.close(fd)
    except OSError as error:
        die(path, error)

# Nobody else has this file open or has another name for it, and what is written goes nowhere else.
def own_file(where, name, fresh):
    try:
        found = os.stat(name, dir_fd=where, follow_symlinks=False)
        if stat.S_ISREG(found.st_mode) and found.st_nlink > 1:
            split(where, name, found.st_mode)
        elif not stat.S_ISREG(found.st_mode):
            os.unlink(name, dir_fd=where)
    except FileNotFoundError:
        pass
    flags = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC | (os.O_TRUNC if fresh else 0)
    return os.open(name, flags, 0o600, dir_fd=where)

def split(where, name, mode):
    source = os.open(name, os.O_RDONLY | os.O_NOFOLLOW, dir_fd=where)
    other = b".ferry-split-" + key(name).encode()
    target = os.open(other, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW, 0o600, dir_fd=where)
    size = os.fstat(source).st_size
    for start, length in cut(data_in(source, size, 1 << 14)):
        put(target, start, read(source, start, length))
    os.ftruncate(target, size)
    os.close(source)
    os.close(target)
    os.rename(other, name, src_dir_fd=where, dst_dir_fd=where)

# What a file had is gone.
def forget(name):
    for folder in ("blocks/sums/", "blocks/written/"):
        if os.path.exists(folder + name):
            os.unlink(folder + name)

# What is written is noted first: these blocks have to be read again for the proof. A note of no length is the block.
def receive_spans(stream, fd, name, block):
    os.makedirs("blocks/written", mode=0o700, exist_ok=True)
    with open("blocks/written/" + name, "ab", buffering=0) as written:
        written.write(NOTE.pack(block, 0))
        while True:
            kind = stream.exactly(1)
            if kind == b"E":
                return
            _, start, length = SPAN.unpack(kind + stream.exactly(SPAN.size - 1))
            written.write(NOTE.pack(start, length))
            if kind == b"Z":
                punch(fd, start, length)
                continue
            # In parts that stay in the caches of a processor on the way: larger ones take twice as long to copy.
            for at in range(0, length, PART):
                put_pages(fd, start + at, stream.piece(min(PART, length - at)))

PAGE = bytes(4096)
PART = 1 << 17

# A block may be larger than the hole in it: pages that are all zero become holes.
def put_pages(fd, start, view):
    if view.obj.find(PAGE, 0, len(view)) < 0:
        return put(fd, start, view)
    begun, hollow = 0, None
    for at in range(0, len(view) + len(PAGE), len(PAGE)):
        empty = view[at:at + len(PAGE)] == PAGE[:len(view) - at] if at < len(view) else None
        if empty == hollow:
            continue
        until = min(at, len(view))
        if hollow:
            punch(fd, start + begun, until - begun)
        elif hollow is not None:
            put(fd, start + begun, view[begun:until])
        begun, hollow = at, empty

def put(fd, start, data):
    view = memoryview(data)
    while len(view) > 0:
        done = os.pwrite(fd, view, start)
        view, start = view[done:], start + done

def dress(fd, mode, uid, gid, modified, attributes):
    root = os.geteuid() == 0
    if root:
        os.fchown(fd, uid, gid)
    os.fchmod(fd, mode)
    for label in os.listxattr(fd):
        label = os.fsencode(label)
        if label not in attributes and label not in IGNORED:
            try:
                os.removexattr(fd, label)
            except OSError:
                if root:
                    raise
    for label, value in attributes.items():
        if root or not label.startswith((b"trusted.", b"security.")):
            os.setxattr(fd, label, value)
    os.utime(fd, ns=(modified, modified))
`;

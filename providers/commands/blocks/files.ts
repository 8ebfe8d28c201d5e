/** Reads files block by block, below a tree and nowhere else. */
export const FILES = `# The directory of a path and the name in it, with no symlink followed on the way.
def reach(root, path, make=False):
    parts = [part for part in path.split(b"/") if part not in (b"", b".")]
    if b".." in parts or not parts:
        raise ValueError("a path outside the tree")
    where = os.dup(root)
    for part in parts[:-1]:
        if make:
            try:
                os.mkdir(part, 0o700, dir_fd=where)
            except FileExistsError:
                pass
        try:
            inner = os.open(part, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=where)
        finally:
            os.close(where)
        where = inner
    return where, parts[-1]

def opened(root, path):
    where, name = reach(root, path)
    try:
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=where)
    finally:
        os.close(where)
    if not stat.S_ISREG(os.fstat(fd).st_mode):
        os.close(fd)
        raise OSError(errno.ESTALE, "is no regular file any more")
    return fd

# Where a file has data: spans of whole blocks.
def data_in(fd, size, block):
    at = 0
    while at < size:
        try:
            first = os.lseek(fd, at, os.SEEK_DATA)
            until = os.lseek(fd, first, os.SEEK_HOLE)
        except OSError as error:
            if error.errno == errno.ENXIO:
                return
            first, until = at, size
        first = max(at, first - first % block)
        until = min(size, until + -until % block)
        yield first, until
        at = until

# Memory that is used again: a new piece each time would be a fault of every page of it, which takes longer than to hash.
def read_into(view, fd, start):
    done = 0
    while done < len(view):
        if hasattr(os, "preadv"):
            part = os.preadv(fd, [view[done:]], start + done)
        else:
            found = os.pread(fd, len(view) - done, start + done)
            part = len(found)
            view[done:done + part] = found
        if not part:
            break
        done += part
    return view[:done]

def read(fd, start, length):
    return read_into(memoryview(bytearray(length)), fd, start)

def digests_of(data, block):
    view = memoryview(data)
    return b"".join(block_digest(view[at:at + block]) for at in range(0, len(view), block))

def blank(size, block):
    sums = Sums(size, block)
    whole = size // block
    sums.put(0, zero(block) * whole)
    if size % block:
        sums.put(whole, zero(size % block))
    return sums

# A pipe that takes a whole piece (F_SETPIPE_SZ, fcntl(2)): fewer turns of who writes and who reads.
def widen(fd):
    import fcntl
    try:
        fcntl.fcntl(fd, 1031, PIECE)
    except OSError:
        pass

# Reads pieces of a file and makes their digests, a few ahead of whoever takes them: hashing lets go of the interpreter.
# What was taken holds until the next one is.
AHEAD = 6
def ahead(fd, block, spans):
    # Take as long to load as all of Python: what only looks at small files does without.
    from collections import deque
    from concurrent.futures import ThreadPoolExecutor
    def piece(room, start, length):
        data = read_into(memoryview(room)[:length], fd, start)
        return room, start, data, digests_of(data, block)
    with ThreadPoolExecutor(2) as pool:
        waiting, free = deque(), [bytearray(PIECE) for _ in range(AHEAD)]
        for start, length in spans:
            waiting.append(pool.submit(piece, free.pop(), start, length))
            if not free:
                yield from done_with(waiting, free)
        while waiting:
            yield from done_with(waiting, free)

def done_with(waiting, free):
    room, *found = waiting.popleft().result()
    yield found
    free.append(room)

def fill(sums, fd, spans):
    for start, _, found in ahead(fd, sums.block, spans):
        sums.put(start // sums.block, found)
    return sums

def sums_of(fd, size, block):
    return fill(blank(size, block), fd, cut(data_in(fd, size, block)))
`;

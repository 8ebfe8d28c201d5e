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

def read(fd, start, length):
    parts = []
    while length > 0:
        part = os.pread(fd, length, start)
        if not part:
            break
        parts.append(part)
        start += len(part)
        length -= len(part)
    return b"".join(parts)

def digests_of(data, block):
    view = memoryview(data)
    return b"".join(digest(view[at:at + block]) for at in range(0, len(view), block))

def blank(size, block):
    sums = Sums(size, block)
    whole = size // block
    sums.put(0, zero(block) * whole)
    if size % block:
        sums.put(whole, zero(size % block))
    return sums

# Reads pieces of a file and makes their digests, a few ahead of whoever takes them: hashing lets go of the interpreter.
def ahead(fd, block, spans):
    # Take as long to load as all of Python: what only looks at small files does without.
    from collections import deque
    from concurrent.futures import ThreadPoolExecutor
    def piece(start, length):
        data = read(fd, start, length)
        return start, data, digests_of(data, block)
    with ThreadPoolExecutor(2) as pool:
        waiting = deque()
        for span in spans:
            waiting.append(pool.submit(piece, *span))
            if len(waiting) >= 6:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()

def fill(sums, fd, spans):
    for start, _, found in ahead(fd, sums.block, spans):
        sums.put(start // sums.block, found)
    return sums

def sums_of(fd, size, block):
    return fill(blank(size, block), fd, cut(data_in(fd, size, block)))
`;

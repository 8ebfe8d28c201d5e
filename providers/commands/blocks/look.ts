/** Checksums and extended attributes of many entries at one opening of each, by several processes. */
export const LOOK = String.raw`AT_ONCE = 2
FIRST = 1 << 16

# Of the paths in the file "small" in that folder, regular files: "PATH//BLAKE2" into "fresh", as b2sum has it; whatever is
# none, or cannot be read, is left out. Of these and of those in "others": "PATH//@DIGEST" into "dressed", as
# show_attributes has it. In no order.
def look(tree, folder):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    # Added to, each time in one call: so what one process writes is not torn by another.
    fresh, dressed = [os.open(folder + "/" + name, os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_APPEND) for name in ("fresh", "dressed")]
    others = [os.fork() or look_at_lots(root, folder, fresh, dressed, turn) for turn in range(AT_ONCE)]
    if any([os.waitpid(other, 0)[1] for other in others]):
        sys.exit("a process that made checksums came to an early end")

# Every so many lots belong to this process. It never returns.
def look_at_lots(root, folder, fresh, dressed, turn):
    try:
        near = Near(root)
        for lot in lots(folder + "/small", turn):
            sums, told = [], []
            for path in lot:
                look_at(near, path, sums, told)
            write_down(fresh, sums)
            write_down(dressed, told)
        os.fchdir(root)
        for lot in lots(folder + "/others", turn):
            write_down(dressed, [record for path in lot for record in dressed_at(root, path)])
        os._exit(0)
    except BaseException as error:
        sys.stderr.write("%s\n" % error)
        sys.stderr.flush()
        os._exit(1)

def lots(name, turn):
    with open(name, "rb") as listed:
        begun, number = b"", 0
        while True:
            data = listed.read(4096)
            if not data:
                return
            *found, begun = (begun + data).split(b"\0")
            if number % AT_ONCE == turn:
                yield found
            number += 1

def write_down(fd, records):
    told = b"".join([record + b"\0" for record in records])
    if told and os.write(fd, told) != len(told):
        raise OSError(errno.ENOSPC, "no room for what was found")

def look_at(near, path, sums, told):
    try:
        where, name = near.reach(path)
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC, dir_fd=where)
    except OSError:
        return
    try:
        if stat.S_ISREG(os.fstat(fd).st_mode):
            data = os.read(fd, FIRST)
            content = digest(data) if len(data) < FIRST else digest_of(fd, data)
            if os.listxattr(fd):
                told += attributes_record(path, told_attributes(fd))
            sums.append(b"%s//%s" % (path, content.hex().encode()))
    except OSError:
        pass
    finally:
        os.close(fd)
`;

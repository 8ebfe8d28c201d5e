"""Prints what a file system holds of one tree: a JSON line an entry, in byte order of the paths.

Written for tests, from the system calls up, so that it has no idea in common with the mover that it judges: no find,
no tar, no listing. Nothing is followed; every step down goes through an open directory, so that a path may be longer
than 4,096 bytes, and a link that is put in the way is noticed and not walked through.

Usage: python3 records.py TREE     (as root, or extended attributes and contents are missing)
"""

import errno
import fcntl
import hashlib
import json
import os
import stat
import struct
import sys

BLOCK = 4096
EMPTY = bytes(BLOCK)
TYPES = {
    stat.S_IFREG: "file",
    stat.S_IFDIR: "directory",
    stat.S_IFLNK: "symlink",
    stat.S_IFSOCK: "socket",
    stat.S_IFIFO: "fifo",
    stat.S_IFBLK: "block device",
    stat.S_IFCHR: "character device",
}
# linux/fs.h: _IOR('f', 1, long), FS_IMMUTABLE_FL and FS_APPEND_FL.
GET_FLAGS, IMMUTABLE, APPEND = 0x80086601, 0x10, 0x20


def shown(raw):
    """Bytes as text that a terminal, JSON and a person can take; no two different names look alike."""
    return "".join(chr(b) if 0x20 < b < 0x7F and b != 0x5C else "\\x%02x" % b for b in raw)


def content(fd, size):
    """sha256 over the blocks that hold anything but zeros and where they are: equal for equal contents, whatever
    of it is a hole, and quick for a file of 50 GiB that is nearly all hole."""
    digest = hashlib.sha256(b"%d" % size)
    at = 0
    while at < size:
        try:
            at = os.lseek(fd, at, os.SEEK_DATA)
        except OSError as error:
            if error.errno == errno.ENXIO:
                break
            raise
        end = os.lseek(fd, at, os.SEEK_HOLE)
        at -= at % BLOCK
        while at < end:
            block = os.pread(fd, BLOCK, at)
            if not block:
                return digest.hexdigest()
            if block.strip(b"\0"):
                digest.update(b"@%d:" % at + block.ljust(BLOCK, b"\0"))
            at += BLOCK
    return digest.hexdigest()


def flags(fd):
    try:
        (word,) = struct.unpack("l", fcntl.ioctl(fd, GET_FLAGS, struct.pack("l", 0)))
    except OSError:
        return ""
    return ("i" if word & IMMUTABLE else "") + ("a" if word & APPEND else "")


def attributes(name):
    """All of them, by name: access lists and capabilities are among them. Relative to the current directory."""
    try:
        names = os.listxattr(name, follow_symlinks=False)
    except OSError:
        return {}
    # What the lab's own overlay keeps about a file is not the file's.
    kept = sorted(each for each in names if not each.startswith("trusted.overlay."))
    return {shown(os.fsencode(each)): os.getxattr(name, each, follow_symlinks=False).hex() for each in kept}


def record(path, name, found):
    kind = TYPES[stat.S_IFMT(found.st_mode)]
    one = {
        "path": shown(path),
        "type": kind,
        "mode": "%04o" % stat.S_IMODE(found.st_mode),
        "owner": "%d:%d" % (found.st_uid, found.st_gid),
        "mtime": str(found.st_mtime_ns),
        "attributes": attributes(name),
    }
    if kind == "symlink":
        one["target"] = shown(os.readlink(name))
    if kind.endswith("device"):
        one["device"] = "%d:%d" % (os.major(found.st_rdev), os.minor(found.st_rdev))
    if kind == "file":
        fd = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        try:
            one.update(size=found.st_size, content=content(fd, found.st_size), flags=flags(fd))
            one["allocated"] = os.fstat(fd).st_blocks * 512
        finally:
            os.close(fd)
    return one


def walk(path, name, groups):
    """The records of one entry and all below it. The current directory is the one that holds `name`."""
    found = os.lstat(name)
    one = record(path, name, found)
    if stat.S_ISDIR(found.st_mode):
        back = os.open(".", os.O_RDONLY)
        here = os.open(name, os.O_RDONLY | os.O_NOFOLLOW | os.O_DIRECTORY)
        os.fchdir(here)
        one["flags"] = flags(here)
        yield one
        for child in sorted(os.listdir(b".")):
            yield from walk(path + b"/" + child, child, groups)
        os.fchdir(back)
        os.close(here)
        os.close(back)
        return
    if found.st_nlink > 1:
        groups.setdefault((found.st_dev, found.st_ino), []).append(one)
    yield one


def main():
    sys.setrecursionlimit(10_000)
    os.chdir(sys.argv[1])
    groups = {}
    found = list(walk(b".", b".", groups))
    # A name outside the tree is nothing that a copy could have.
    for group in groups.values():
        for one in group if len(group) > 1 else []:
            one["linked"] = group[0]["path"]
    for one in found:
        print(json.dumps(one, sort_keys=True))


main()

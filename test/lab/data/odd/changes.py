"""Changes a tree as services and their users do between two passes, the same way for the same seed and tree.

Usage: python3 changes.py TREE SEED COUNT [WITHOUT...]     (as root; WITHOUT: names of changes not to make)
"""

import os
import random
import shutil
import stat
import sys

LONGEST = 3000


def entries():
    """What is there by kind, as paths that one system call takes."""
    found = {"file": [], "directory": [], "link": []}
    for place, directories, files in os.walk(b"."):
        for name in sorted(directories) + sorted(files):
            path = os.path.join(place, name)
            mode = os.lstat(path).st_mode
            kind = "link" if stat.S_ISLNK(mode) else "directory" if stat.S_ISDIR(mode) else "file" if stat.S_ISREG(mode) else None
            if kind and len(path) < LONGEST:
                found[kind].append(path)
        directories[:] = sorted(each for each in directories if len(each) + len(place) < LONGEST)
    return found


def hidden(rng, path, _):
    """Other content of the same size, and the time put back: only the ctime tells."""
    before = os.stat(path)
    with open(path, "r+b") as out:
        out.write(rng.randbytes(min(before.st_size, 4096)))
    os.utime(path, ns=(before.st_atime_ns, before.st_mtime_ns))


def appended(rng, path, _):
    with open(path, "ab") as out:
        out.write(rng.randbytes(100))


def cut(_, path, __):
    os.truncate(path, os.path.getsize(path) // 2)


def hole(rng, path, _):
    with open(path, "r+b") as out:
        out.truncate(1 << 20)
        out.seek(rng.randrange(1 << 20))
        out.write(b"in a hole")


def replaced(rng, path, _):
    with open(path + b"~" if len(os.path.basename(path)) < 255 else path, "wb") as out:
        out.write(rng.randbytes(50))
    if os.path.lexists(path + b"~"):
        os.replace(path + b"~", path)


def gone(_, path, __):
    os.unlink(path)


def gone_with_all(_, path, __):
    shutil.rmtree(path)


def renamed(rng, path, found):
    os.rename(path, os.path.join(rng.choice(found["directory"]), b"renamed %d" % rng.randrange(10**6)))


def linked(rng, path, found):
    os.link(path, os.path.join(rng.choice(found["directory"]), b"linked %d" % rng.randrange(10**6)), follow_symlinks=False)


def to_directory(_, path, __):
    os.unlink(path)
    os.mkdir(path)
    with open(path + b"/new", "wb") as out:
        out.write(b"new\n")


def to_file(_, path, __):
    shutil.rmtree(path)
    with open(path, "wb") as out:
        out.write(b"was a directory\n")


def to_link(rng, path, found):
    (os.unlink if not os.path.isdir(path) or os.path.islink(path) else shutil.rmtree)(path)
    os.symlink(rng.choice(found["directory"]), path)


def moded(rng, path, _):
    os.chmod(path, rng.choice((0o600, 0o755, 0o4755, 0o1777, 0o000)))


def owned(rng, path, _):
    os.chown(path, rng.choice((0, 33, 4711)), rng.choice((0, 33, 4712)), follow_symlinks=False)


def attributed(rng, path, _):
    for name in os.listxattr(path, follow_symlinks=False):
        if not name.startswith("trusted.overlay."):
            os.removexattr(path, name, follow_symlinks=False)
    os.setxattr(path, b"trusted.changed", rng.randbytes(20), follow_symlinks=False)


def dated(rng, path, _):
    when = rng.randrange(-(10**18), 4 * 10**18)
    os.utime(path, ns=(when, when), follow_symlinks=False)


def filled(rng, path, _):
    for i in range(3):
        with open(os.path.join(path, b"new %d\n%d" % (i, rng.randrange(10**6))), "wb") as out:
            out.write(rng.randbytes(2000))


CHANGES = {
    "file": [hidden, appended, cut, hole, replaced, gone, renamed, linked, to_directory, to_link, moded, owned, attributed, dated],
    "directory": [gone_with_all, renamed, to_file, to_link, moded, owned, attributed, dated, filled, filled],
    "link": [gone, renamed, linked, to_directory, owned, attributed, dated],
}


def main():
    os.chdir(sys.argv[1])
    rng = random.Random(int(sys.argv[2]))
    without = set(sys.argv[4:])
    done = refused = 0
    while done < int(sys.argv[3]):
        found = entries()
        kind = rng.choice([each for each in ("file", "file", "file", "directory", "link") if found[each]])
        path = rng.choice(found[kind])
        try:
            rng.choice([each for each in CHANGES[kind] if each.__name__ not in without])(rng, path, found)
            done += 1
        except OSError:
            # A directory cannot go into itself, a name may be too long: another one is drawn.
            refused += 1
            if refused > 10_000:
                raise


main()

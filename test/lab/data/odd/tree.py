"""Makes a tree of everything that file systems allow and people forget, the same one for the same seed.

Usage: python3 tree.py TREE SEED [PART...]     (as root; without parts: all but the slow and the contested ones)
"""

import os
import random
import stat
import sys

from parts import FAR, attributes, dates, deep, flags, huge, links, modes, names, own, sparse, specials, within, write

# What a move cannot bring over, or takes long with: asked for by name.
BY_NAME = {"huge", "deep", "specials", "flags", "own"}


def anything(rng):
    """Plain disorder: a few hundred entries in nested directories."""
    within(b"anything")
    directories = [b"."]
    letters = [bytes([b]) for b in range(1, 256) if b != 0x2F]
    for _ in range(300):
        place = os.path.join(rng.choice(directories), b"".join(rng.choices(letters, k=rng.randint(1, 24))))
        if os.path.lexists(place) or place.endswith((b"/.", b"/..")):
            continue
        if rng.random() < 0.2:
            os.mkdir(place)
            directories.append(place)
        elif rng.random() < 0.15:
            os.symlink(b"".join(rng.choices(letters, k=9)), place)
        else:
            write(place, rng.randbytes(int(rng.paretovariate(0.6)) % 200_000))
            os.chmod(place, rng.choice((0o644, 0o600, 0o755, 0o4711)))
        os.chown(place, rng.choice((0, 33, 999)), rng.choice((0, 33, 999)), follow_symlinks=False)
    os.chdir("..")


def settle(rng, name, found=None):
    """Gives everything below a time of its own, the innermost first: making an entry changes its directory's."""
    for below in sorted(os.listdir(name)):
        if stat.S_ISDIR(os.lstat(os.path.join(name, below)).st_mode):
            back = os.open(".", os.O_RDONLY)
            os.chdir(name)
            settle(rng, below)
            os.fchdir(back)
            os.close(back)
        else:
            date(rng, os.path.join(name, below), below)
    date(rng, name, name)


def date(rng, path, name):
    far = FAR.get(name.removeprefix(b"d ").removeprefix(b"l "))
    when = far if far is not None else rng.randrange(10**18, 17 * 10**17)
    os.utime(path, ns=(when, when), follow_symlinks=False)


PARTS = [names, deep, links, modes, attributes, sparse, huge, specials, own, dates, anything]


def main():
    tree, seed, asked = sys.argv[1], int(sys.argv[2]), set(sys.argv[3:])
    sys.setrecursionlimit(10_000)
    os.umask(0o022)
    os.makedirs(tree, exist_ok=True)
    os.chdir(tree)
    rng = random.Random(seed)
    for part in PARTS:
        if part.__name__ in asked or (not asked and part.__name__ not in BY_NAME):
            part(rng)
    settle(rng, b".")
    if "flags" in asked:
        flags(rng)


main()

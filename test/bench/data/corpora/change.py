# Changes 1 % of a tree: change.py ROOT SEED ROUND [large]
# Of the files that are chosen half are rewritten in place, a fifth is replaced by rename, the others are added or
# removed. With "large", files from 8 MiB on change a little too, one in three: 3 % of their blocks of 64 KiB, in
# runs. Prints the files and the bytes written.

ROOT, SEED, ROUND = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
LARGE = sys.argv[4:] == ["large"]
BLOCK = 1 << 16
BIG = 8 << 20


def regular(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            yield from regular(entry.path)
        elif entry.is_file(follow_symlinks=False):
            yield entry.path


def rewrite(path, chunks):
    """New content in the old inode."""
    with open(path, "r+b") as file:
        for chunk in chunks:
            file.write(chunk)
        file.truncate()


def replace(path, chunks):
    seen = os.stat(path)
    write(path + ".new", chunks)
    os.chmod(path + ".new", seen.st_mode & 0o7777)
    os.chown(path + ".new", seen.st_uid, seen.st_gid)
    os.rename(path + ".new", path)


def add(path, chunks):
    seen = os.stat(path)
    write("%s.added-%d" % (path, ROUND), chunks)
    os.chown("%s.added-%d" % (path, ROUND), seen.st_uid, seen.st_gid)


def write_blocks(path, size, pools, chance):
    """Some of a large file; gives the bytes written."""
    blocks = size // BLOCK
    left = written = max(1, blocks * 3 // 100)
    with open(path, "r+b") as file:
        while left > 0:
            first = chance.randrange(blocks)
            run = min(chance.randint(1, 16), left, blocks - first)
            file.seek(first * BLOCK)
            file.write(pools.piece(mix(SEED, ROUND, chance.getrandbits(60)), run * BLOCK, False))
            left -= run
    return written * BLOCK


def change(paths, pools, chance):
    total = 0
    for path in chance.sample(paths, max(4, len(paths) // 100)):
        fate, size = chance.random(), os.stat(path).st_size
        # What git has written into its store is never written again.
        if "/objects/" in path and fate < 0.7:
            fate = 0.8
        if fate >= 0.85:
            os.unlink(path)
            continue
        if chance.random() < 0.3:
            size += chance.randint(1, 500)
        chunks = pools.chunks(mix(SEED, ROUND, *os.fsencode(os.path.relpath(path, ROOT))), size, chance.random() < 0.6)
        act = rewrite if fate < 0.5 else replace if fate < 0.7 else add
        act(path, chunks)
        total += size
    return max(4, len(paths) // 100), total


def main():
    chance, pools = random.Random(mix(SEED, ROUND)), Pools(SEED)
    paths, large = sorted(regular(ROOT)), []
    if LARGE:
        large = [path for path in paths if os.stat(path).st_size >= BIG]
        paths = sorted(set(paths) - set(large))
    files, total = change(paths, pools, chance)
    for path in chance.sample(large, len(large) // 3):
        total += write_blocks(path, os.stat(path).st_size, pools, chance)
    print(files + len(large) // 3, total)


main()

# Files of all sizes from 4 KiB to 2 GiB, 10 GiB in all: mixed.py ROOT SEED SCALE

ROOT, SEED, SCALE = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
K, M = 1 << 10, 1 << 20
LARGE = [(2048 * M, 1), (1024 * M, 2), (512 * M, 3), (256 * M, 5), (64 * M, 16), (16 * M, 48), (4 * M, 160), (M, 400)]
SMALL = [(256 * K, 1000), (64 * K, 2000), (16 * K, 4000), (4 * K, 4000)]
# A smaller corpus has smaller large files, and fewer small ones.
KINDS = [(int(size * SCALE), count) for size, count in LARGE]
KINDS += [(size, max(8, int(count * SCALE))) for size, count in SMALL]
TOPS = ("films", "archives", "images", "backups", "models", "exports")


def make():
    pools = Pools(SEED)
    n = 0
    for rank, (size, count) in enumerate(KINDS):
        for _ in range(count):
            n += 1
            key = mix(SEED, n)
            folder = "%s/%s/%d" % (ROOT, TOPS[n % len(TOPS)], rank)
            os.makedirs(folder, exist_ok=True)
            # No two files are of the same length.
            length = size - key % (size // 8 + 1)
            write("%s/file-%05d.bin" % (folder, n), pools.chunks(key, length, n % 3 == 0), moment(key))


os.makedirs(ROOT)
make()
settle_times(ROOT)

# A sparse image of a database: database.py make|change ROOT SEED SCALE [ROUND]
# 20 GiB long, a quarter of it data in pages of 8 KiB; a change writes 1 % of the pages, in runs of 1 to 64. Prints
# the bytes written.

VERB, ROOT, SEED, SCALE = sys.argv[1], sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
PAGE = 8192
LENGTH = int(20 * (1 << 30) * SCALE) // PAGE
# Data comes in stretches of at most this many pages, three times as much nothing between them.
LONGEST = max(8, min(2048, LENGTH // 64))


def stretches():
    """Where data is: (first page, pages), the same at every call."""
    chance, at, found = random.Random(SEED), 0, []
    while at < LENGTH:
        pages = min(chance.randint(LONGEST // 8, LONGEST), LENGTH - at)
        found.append((at, pages))
        at += pages + 3 * chance.randint(LONGEST // 8, LONGEST)
    return found


def pages(pools, first, count, round):
    """Pages as databases have them: a head, rows, some of them text, and free space."""
    for page in range(first, first + count):
        key = mix(SEED, page, round)
        head = b"%08x%016x" % (page, key)
        rows = pools.piece(key, 3500 + key % 1000, True) + pools.piece(key, 2500, False)
        yield (head + rows).ljust(PAGE, b"\0")


def put(file, pools, first, count, round):
    os.pwrite(file, b"".join(pages(pools, first, count, round)), first * PAGE)


def change(file, pools, round):
    chance, found = random.Random(mix(SEED, round)), stretches()
    left = wanted = max(1, sum(count for _, count in found) // 100)
    while left > 0:
        first, count = chance.choice(found)
        begin = chance.randrange(count)
        run = min(chance.randint(1, 64), count - begin, left)
        put(file, pools, first + begin, run, round)
        left -= run
    print(wanted, wanted * PAGE)


os.makedirs(ROOT, exist_ok=True)
image = os.open(ROOT + "/database.img", os.O_RDWR | os.O_CREAT, 0o640)
if VERB == "make":
    os.ftruncate(image, LENGTH * PAGE)
    pools = Pools(SEED)
    for first, count in stretches():
        put(image, pools, first, count, 0)
else:
    change(image, Pools(SEED), int(sys.argv[5]))
os.close(image)

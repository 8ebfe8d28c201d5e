# Many small files, like a web application's uploads, sources, caches and mail: small.py ROOT SEED FILES [nested]
# With "nested" a quarter of them is in first/first and half of them in first.

ROOT, SEED, FILES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
NESTED = sys.argv[4:] == ["nested"]
QUARTERS = ("first/first", "first/second", "second/first", "second/second")
# Sizes are mostly 0.2 to 8 kB: the middle one is 2 kB, the mean 3 kB.
CHANCE = random.Random(SEED)
SIZES = [min(65_536, max(40, int(CHANCE.lognormvariate(7.6, 0.9)))) for _ in range(4096)]


def below(start, number, width, per_folder):
    """A path as deep as it takes so that no folder holds more than `width` folders."""
    parts, number = [], number // per_folder
    while number:
        parts.append("part-%d" % (number % width))
        number //= width
    return "/".join([start, *parts])


PLACES = (
    lambda m: ("uploads/%d/%02d" % (2021 + m % 60 // 12, m % 12 + 1), "photo %06d.jpg", False),
    lambda m: ("thumbnails/%03d" % (m % 500), "thumb-%06d.webp", False),
    lambda m: ("cache/%02x/%x" % (mix(m) & 255, mix(m) >> 8 & 15), "entry-%06d", True),
    lambda m: (below("sources", m, 6, 12), "module-%06d.js", True),
    lambda m: ("mail/user-%02d/cur" % (m % 97), "%06d.mail:2,S", True),
    lambda m: ("documents/%05d" % (m // 64), "page-%06d.html", True),
    lambda m: ("reports/%d" % (m % 4), "r\u00e9sum\u00e9-%06d.pdf", False),
    lambda m: ("static/assets/%04d/css" % (m // 200), "style-%06d.css", True),
)


def place(n):
    start = ROOT
    if NESTED:
        start, n = "%s/%s" % (ROOT, QUARTERS[n % 4]), n // 4
    folder, name, compresses = PLACES[n % len(PLACES)](n // len(PLACES))
    return "%s/%s" % (start, folder), name % (n // len(PLACES)), compresses


def make(half):
    pools = Pools(SEED)
    known = set()
    for n in range(FILES):
        # Neighbours in one folder are made by one process.
        if (n // 4 if NESTED else n) % 2 != half:
            continue
        folder, name, compresses = place(n)
        if folder not in known:
            os.makedirs(folder, exist_ok=True)
            known.add(folder)
        path, key = "%s/%s" % (folder, name), mix(SEED, n)
        if n % 1000 == 7:
            os.symlink(os.path.basename(folder) + "/" + name, path)
            os.utime(path, ns=(moment(key), moment(key)), follow_symlinks=False)
            continue
        mode = 0o600 if n % 50 == 3 else 0o644
        write(path, [pools.piece(key, SIZES[key % 4096], compresses)], moment(key), mode)
        if n % 2000 == 11:
            os.link(path, path + ".link")


os.makedirs(ROOT)
os.chown(ROOT, 33, 33)
become(33)
in_two(make)
settle_times(ROOT)

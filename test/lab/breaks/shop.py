"""A service that writes to its directory while it runs, and once more when it stops, as databases do.

Usage, in its directory: python3 shop.py make SEED [MANY] | change SEED | start | stop | status
It writes on the host called alpha only, so that what arrived on another one can be compared with what is there.
`make` and `change` print how many bytes they wrote; nothing of it can be compressed.
"""

import json
import os
import random
import signal
import subprocess
import sys
import time

PID = "/run/shop.pid"
COLD, LARGE, CHANGED, FRESH, FLUSHED = 24, 20 << 20, 8, 20, 40


def put(path, data):
    with open(path, "wb") as out:
        out.write(data)


def make(seed, many="0"):
    """Files of 0.1 to 1.2 MB, and one of 20 MiB, which travels by blocks; and so many small ones."""
    rng = random.Random(seed)
    for directory in ("cold", "hot", "flush"):
        os.mkdir(directory)
    put("large.bin", rng.randbytes(LARGE))
    total = LARGE
    for number in range(COLD):
        size = rng.randrange(100_000, 1_200_000)
        put("cold/%02d" % number, rng.randbytes(size))
        total += size
    os.link("cold/00", "hot/also 00")
    for number in range(int(many)):
        directory = "many/%02d" % (number % 50)
        os.makedirs(directory, exist_ok=True)
        size = rng.randrange(100, 600)
        put("%s/%05d" % (directory, number), rng.randbytes(size))
        total += size
    print(json.dumps({"bytes": total}))


def scattered(rng, runs, length):
    """Rewrites parts of the large file in place."""
    with open("large.bin", "r+b") as out:
        for _ in range(runs):
            out.seek(rng.randrange(LARGE - length))
            out.write(rng.randbytes(length))


def change(seed):
    rng = random.Random(seed)
    numbers = rng.sample(range(1, COLD), CHANGED + 3)
    for at, number in enumerate(numbers[:CHANGED]):
        path = "cold/%02d" % number
        put(path + "~" if at % 2 else path, rng.randbytes(600_000))
        if at % 2:
            os.replace(path + "~", path)
    for number in range(FRESH):
        put("cold/fresh %d" % number, rng.randbytes(500_000))
    scattered(rng, 12, 256 << 10)
    os.unlink("cold/%02d" % numbers[-1])
    os.rename("cold/%02d" % numbers[-2], "cold/renamed")
    os.unlink("cold/%02d" % numbers[-3])
    os.mkdir("cold/%02d" % numbers[-3])
    print(json.dumps({"bytes": CHANGED * 600_000 + FRESH * 500_000 + 12 * (256 << 10)}))


def flush():
    """What is in memory until the stop: files that were not there before, and some of the large one."""
    number = len(os.listdir("flush"))
    rng = random.Random(number)
    os.mkdir("flush/%d" % number)
    for each in range(FLUSHED):
        put("flush/%d/%d" % (number, each), rng.randbytes(500_000))
    scattered(rng, 8, 256 << 10)
    print(json.dumps({"bytes": FLUSHED * 500_000 + 8 * (256 << 10)}))


def write():
    rng = random.Random()
    for number in range(10**9):
        put("hot/%02d" % (number % 20), rng.randbytes(2000))
        with open("hot/log", "ab") as out:
            out.write(b"%d\n" % number)
        time.sleep(0.02)


def pid():
    try:
        with open(PID) as source:
            number = int(source.read())
        with open("/proc/%d/cmdline" % number, "rb") as source:
            return number if b"shop.py" in source.read() else None
    except (OSError, ValueError):
        return None


def start():
    if pid():
        return
    verb = "write" if os.environ["FERRY_HOST"] == "alpha" else "rest"
    null = subprocess.DEVNULL
    child = subprocess.Popen([sys.executable, __file__, verb], stdin=null, stdout=null, stderr=null, start_new_session=True)
    put(PID, b"%d" % child.pid)


def stop():
    number = pid()
    if not number:
        return
    os.kill(number, signal.SIGTERM)
    while pid() == number:
        time.sleep(0.01)
    if os.environ["FERRY_HOST"] == "alpha":
        flush()


def status():
    sys.exit(0 if pid() else 3)


VERBS = {"make": make, "change": change, "start": start, "stop": stop, "status": status, "write": write, "rest": signal.pause}
VERBS[sys.argv[1]](*sys.argv[2:])

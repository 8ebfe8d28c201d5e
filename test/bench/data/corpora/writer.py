# A service that goes on writing while it is moved: writer.py ROOT. Now and then it writes one of its files anew, as
# programs do, in place or by rename. Runs until it is ended.

import time

ROOT = sys.argv[1]
PAUSE = 0.05


def some(folder, chance):
    """A file somewhere below, found as one walks down: nobody waits for a million names."""
    while True:
        entries = sorted(os.listdir(folder))
        if not entries:
            return None
        path = os.path.join(folder, chance.choice(entries))
        if os.path.islink(path):
            return None
        if os.path.isfile(path):
            return path
        folder = path


chance, number = random.Random(), 0
while True:
    path = some(ROOT, chance)
    if path is not None:
        number += 1
        body = b"%d %d\n" % (number, time.time_ns()) * chance.randint(10, 200)
        if chance.random() < 0.7:
            with open(path, "wb") as file:
                file.write(body)
        else:
            with open(path + ".new", "wb") as file:
                file.write(body)
            os.rename(path + ".new", path)
    time.sleep(PAUSE)

"""What all corpora are made of: everything follows from a seed, on whichever host it runs.

This text comes before each of the other programs in this folder, which run from standard input.
"""

import os
import random
import sys
import traceback

MASK = (1 << 64) - 1
WORDS = (
    "order invoice customer page title status button value total module server answer request field color "
    "number street const return import function select where table index token cache error warning "
    "menu header footer margin padding left right data image user name price stock basket checkout"
).split()


def mix(*keys):
    """A number of 64 bits that follows from the keys (splitmix64)."""
    state = 0
    for key in keys:
        state = (state + key + 0x9E3779B97F4A7C15) & MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & MASK
        state ^= state >> 31
    return state


class Pools:
    """Text that compresses to about a third, and noise that does not; files are cut out of either."""

    def __init__(self, seed):
        chance = random.Random(seed)
        weights = [1 / (rank + 1) for rank in range(len(WORDS))]
        words = chance.choices(WORDS, weights, k=1_500_000)
        for at in range(0, len(words), 7):
            words[at] = "%x\n" % chance.getrandbits(24)
        self.text = " ".join(words).encode()
        self.noise = chance.randbytes(64 << 20)

    def piece(self, key, size, compresses):
        """`size` bytes that no other key has."""
        pool = self.text if compresses else self.noise
        head = b"%016x\n" % mix(key, size)
        if size <= len(head):
            return head[:size]
        at = mix(key) % (len(pool) - min(size, len(pool) // 2))
        return (head + pool[at : at + size - len(head)]).ljust(size, b".")

    def chunks(self, key, size, compresses, chunk=1 << 20):
        """The same for a large file, chunk by chunk."""
        for number in range(0, size, chunk):
            yield self.piece(mix(key, number), min(chunk, size - number), compresses)


def write(path, chunks, moment=None, mode=0o644):
    """A new file; `moment` is its time in nanoseconds."""
    file = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    for chunk in chunks:
        os.write(file, chunk)
    if moment is not None:
        os.utime(file, ns=(moment, moment))
    os.close(file)


def moment(key):
    """A time of the years before 2026, to the nanosecond."""
    return 1_767_225_600_000_000_000 - mix(key, 17) % (3 * 365 * 86_400 * 1_000_000_000)


def settle_times(root):
    """Gives all directories times that follow from their names: writing into them has changed those."""
    for folder, _, _ in os.walk(root, topdown=False):
        when = moment(mix(*os.fsencode(os.path.relpath(folder, root))))
        os.utime(folder, ns=(when, when))


def become(owner):
    """Files of a service belong to its user, not to root."""
    os.setgroups([])
    os.setgid(owner)
    os.setuid(owner)


def in_two(work):
    """Calls work(0) and work(1) side by side, in processes of their own."""
    children = []
    for half in (0, 1):
        child = os.fork()
        if child == 0:
            try:
                work(half)
                os._exit(0)
            except BaseException:
                traceback.print_exc()
                os._exit(1)
        children.append(child)
    if any(os.waitpid(child, 0)[1] for child in children):
        sys.exit("a part could not be made")

/** Digests of the blocks of a file, and how they are kept between passes. Python 3.6 and later. */
export const SUMS = String.raw`import errno, os, stat, struct, sys
try:
    # hashlib loads OpenSSL, and takes as long for that as Python for all it starts with.
    from _blake2 import blake2b
except ImportError:
    from hashlib import blake2b

PIECE = 1 << 20
DIGEST = 32
PUNCH = 3

def digest(data):
    return blake2b(data, digest_size=DIGEST).digest()

# Of a block: the SHA-256 of OpenSSL uses what the processor has for it, and takes a third of the time.
def block_digest(data):
    from hashlib import sha256
    return sha256(data).digest()

ZEROS = {}
def zero(length):
    if length not in ZEROS:
        ZEROS[length] = block_digest(bytes(length))
    return ZEROS[length]

def block_for(size):
    block = 1 << 14
    while size > block << 22:
        block <<= 1
    return block

def count(size, block):
    return (size + block - 1) // block

def paths():
    return [path for path in sys.stdin.buffer.read().split(b"\0") if path]

def die(path, error):
    text = getattr(error, "strerror", None) or str(error)
    sys.exit("%s: %s" % (os.fsdecode(path).encode("unicode_escape", "surrogateescape").decode("ascii"), text))

# Sums of blocks: one digest a block (with fold 1), or one for that many blocks.
class Sums:
    def __init__(self, size, block, fold=1, data=None, state=None):
        self.size, self.block, self.fold, self.state = size, block, fold, state or (0, 0, 0, 0)
        self.data = data if data is not None else bytearray(count(count(size, block), fold) * DIGEST)

    def at(self, index):
        return bytes(self.data[index * DIGEST:(index + 1) * DIGEST])

    def put(self, first, digests):
        self.data[first * DIGEST:first * DIGEST + len(digests)] = digests

    def folded(self, fold):
        if fold == self.fold:
            return self
        step = fold * DIGEST
        found = [digest(self.data[at:at + step]) for at in range(0, len(self.data), step)]
        return Sums(self.size, self.block, fold, bytearray(b"".join(found)), self.state)

    def root(self):
        return digest(b"%d " % self.size + bytes(self.data))

    HEAD = struct.Struct("<8sQIIQQQQ")
    MAGIC = b"ferrysm2"

    def save(self, name):
        os.makedirs(os.path.dirname(name), mode=0o700, exist_ok=True)
        with open(name + ".new", "wb") as out:
            out.write(self.HEAD.pack(self.MAGIC, self.size, self.block, self.fold, *self.state))
            out.write(self.data)
        os.rename(name + ".new", name)

    @classmethod
    def load(cls, name):
        try:
            with open(name, "rb") as source:
                magic, size, block, fold, *state = cls.HEAD.unpack(source.read(cls.HEAD.size))
                return cls(size, block, fold, bytearray(source.read()), tuple(state)) if magic == cls.MAGIC else None
        except (FileNotFoundError, struct.error):
            return None

def key(path):
    return blake2b(path, digest_size=16).hexdigest()

# Inode, size, time of change, and the moment until which a change would show there.
def state_of(found, since):
    return (found.st_ino, found.st_size, found.st_ctime_ns % (1 << 64), since)
`;

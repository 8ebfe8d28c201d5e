/**
 * Passes the archive of `docker save` on from standard input to standard output, without the files of layers that the
 * target has. Which these are comes as file 4: a line "CHAIN DIFF" each, as hexadecimal digits. Bytes that are passed on
 * are told as "ferry-image N" on standard error.
 *
 * Docker 25 and later name a layer's file by its diff id. Docker up to 24 gives every layer a directory whose name is
 * the digest of a text: what the file `json` in it says, without the name itself, and with the layer's chain id.
 * Whether a directory holds one of the layers is therefore known before its layer comes by, and proven by the digest;
 * a name that no layer on the list gives travels.
 */
export const FILTER = String.raw`
import hashlib, json, os, sys, tarfile

source, sink = sys.stdin.buffer, sys.stdout.buffer
LUMP = 1 << 20

with os.fdopen(4) as listed:
    pairs = [line.split() for line in listed]
chains, diffs = [pair[0] for pair in pairs], set(pair[1] for pair in pairs)

passed = told = 0

def put(lump):
    global passed, told
    sink.write(lump)
    passed += len(lump)
    if passed - told >= LUMP:
        tell()

def tell():
    global told
    told = passed
    print("ferry-image", passed, file=sys.stderr, flush=True)

def take(count):
    lump = source.read(count)
    if len(lump) < count:
        sys.exit("the archive of docker save ended too early")
    return lump

def body(size, use):
    left = size + -size % 512
    while left:
        lump = take(min(left, LUMP))
        left -= len(lump)
        use(lump)

# The digest is of what Go wrote: no spaces, sorted keys, and these signs as numbers.
GO = {"&": "\\u0026", "<": "\\u003c", ">": "\\u003e", "\u2028": "\\u2028", "\u2029": "\\u2029"}

def name_of(said):
    text = json.dumps(dict(sorted(said.items())), separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256("".join(GO.get(sign, sign) for sign in text).encode()).hexdigest()

def names_of(about, chain):
    said = {key: about[key] for key in about if key not in ("id", "parent", "os")}
    said["layer_id"] = "sha256:" + chain
    if "parent" in about:
        said["parent"] = "sha256:" + about["parent"]
    yield name_of(said)
    if "os" in about:
        yield name_of({**said, "os": about["os"]})

def is_listed(folder, text):
    try:
        about = json.loads(text)
        return any(folder in names_of(about, chain) for chain in chains)
    except (ValueError, TypeError, AttributeError):
        return False

EXTRA = (tarfile.XHDTYPE, tarfile.XGLTYPE, tarfile.GNUTYPE_LONGNAME, tarfile.GNUTYPE_LONGLINK)

# One entry: its header blocks as they are, and what they say. None at the end of the archive.
def entry():
    blocks = take(512)
    if blocks == bytes(512):
        put(blocks)
        return None, None
    size = None
    info = tarfile.TarInfo.frombuf(blocks, "utf-8", "surrogateescape")
    while info.type in EXTRA:
        extra = []
        body(info.size, extra.append)
        extra = b"".join(extra)
        if info.type == tarfile.XHDTYPE:
            size = pax_size(extra[:info.size], size)
        head = take(512)
        blocks += extra + head
        info = tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
    if size is not None:
        info.size = size
    return blocks, info

def pax_size(records, size):
    while records:
        length = int(records.split(b" ", 1)[0])
        key, value = records[:length - 1].split(b" ", 1)[1].split(b"=", 1)
        records = records[length:]
        if key == b"size":
            size = int(value)
    return size

folders = set()
while True:
    blocks, info = entry()
    if blocks is None:
        break
    size = info.size if info.isreg() else 0
    path = info.name.split("/")
    if (path[:2] == ["blobs", "sha256"] and path[2:] and path[2] in diffs) or (path[0] in folders and path[1:] == ["layer.tar"]):
        body(size, lambda lump: None)
        continue
    put(blocks)
    if path[1:] == ["json"] and size <= LUMP:
        text = []
        body(size, text.append)
        text = b"".join(text)
        put(text)
        if is_listed(path[0], text[:size]):
            folders.add(path[0])
    else:
        body(size, put)
for lump in iter(lambda: source.read(LUMP), b""):
    put(lump)
tell()
sink.flush()
`;

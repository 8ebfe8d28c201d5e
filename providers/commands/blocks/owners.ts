/**
 * Owners as they are on the target, where they travel by name: the source has a map, ./owners.map, and the target none.
 * tar would carry access lists with the source's numbers, so that they go here, and are given once tar is done.
 */
export const OWNERS = String.raw`ACCESS_LISTS = (b"system.posix_acl_access", b"system.posix_acl_default")
OWNERS = {}

def know_owners():
    OWNERS.update(pair.split("=") for pair in note("owners.map").split(",") if pair)

def is_known(who):
    return not OWNERS or who in OWNERS

def on_target(kind, number):
    return int(OWNERS.get("%s%d" % (kind, number), number))

def looked_up(kind, number):
    if not is_known("%s%d" % (kind, number)):
        raise OSError(errno.EINVAL, "belongs or is open to %s %d, whom nobody has looked up on the target: run it again"
                      % ("user" if kind == "u" else "group", number))
    return on_target(kind, number)

# An access list is a number of its format and entries of 8 bytes (linux/posix_acl_xattr.h): 2 is a user, 8 a group.
NAMED = {2: "u", 8: "g"}

def renumbered(label, value, number=on_target):
    if not OWNERS or label not in ACCESS_LISTS:
        return value
    entries = [struct.unpack_from("<HHI", value, at) for at in range(4, len(value), 8)]
    found = [(tag, rights, number(NAMED[tag], who) if tag in NAMED else who) for tag, rights, who in entries]
    if found == entries:
        return value
    return value[:4] + b"".join(struct.pack("<HHI", *entry) for entry in sorted(found, key=lambda one: (one[0], one[2])))

# The access lists of what tar sends.
def send_access_lists(out, root):
    control = os.open(".", os.O_RDONLY | os.O_DIRECTORY)
    with open("send", "rb") as listed:
        sent = [path for path in listed.read().split(b"\0") if path]
    os.fchdir(root)
    for path in sent:
        try:
            found = [(label, os.getxattr(path, label, follow_symlinks=False)) for label in map(os.fsencode, os.listxattr(path, follow_symlinks=False))
                     if label in ACCESS_LISTS]
            found = [(label, renumbered(label, value, looked_up)) for label, value in found]
        except OSError as error:
            if error.errno in GONE or error.errno == errno.ENODATA:
                continue
            die(path, error)
        if found:
            out.write(struct.pack("<cII", b"A", len(path), len(found)), path)
            for label, value in found:
                out.write(struct.pack("<II", len(label), len(value)), label, value)
    os.fchdir(control)

# Kept until tar is done.
def receive_access_lists(stream, kept):
    length, lists = struct.unpack("<II", stream.exactly(8))
    kept.write(struct.pack("<II", length, lists) + stream.exactly(length))
    for _ in range(lists):
        sizes = stream.exactly(8)
        kept.write(sizes + stream.exactly(sum(struct.unpack("<II", sizes))))

def give_access_lists(landing, identity):
    root = landed(landing, identity)
    with open("access", "rb") as kept:
        while True:
            head = kept.read(8)
            if not head:
                return
            length, lists = struct.unpack("<II", head)
            path = kept.read(length)
            for _ in range(lists):
                name, size = struct.unpack("<II", kept.read(8))
                give_access_list(root, path, kept.read(name), kept.read(size))

def give_access_list(root, path, label, value):
    try:
        where, name = reach(root, path) if path != b"." else (os.dup(root), b".")
    except OSError as error:
        return None if error.errno in GONE else die(path, error)
    try:
        os.setxattr(b"/proc/self/fd/%d/" % where + name, label, value, follow_symlinks=False)
    except OSError as error:
        # It vanished, or became a symlink, before tar read it: it is sent again.
        if error.errno not in GONE and error.errno != errno.ENOTSUP:
            die(path, error)
    finally:
        os.close(where)
`;

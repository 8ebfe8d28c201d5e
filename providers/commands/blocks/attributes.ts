/** Extended attributes, which access lists and capabilities are, as the proof has them. */
export const ATTRIBUTES = String.raw`# "PATH//@DIGEST" of each entry that has extended attributes; access lists and capabilities are such.
def show_attributes(tree):
    root = os.open(tree, os.O_RDONLY | os.O_DIRECTORY)
    os.fchdir(root)
    for path in paths():
        for record in dressed_at(root, path):
            sys.stdout.buffer.write(record + b"\0")

# That of one path, in the directory root.
def dressed_at(root, path):
    try:
        told = told_attributes(path)
    except OSError as error:
        if error.errno != errno.ENAMETOOLONG:
            return []
        where, name = reach(root, path)
        told = told_attributes(b"/proc/self/fd/%d/" % where + name)
        os.close(where)
    return attributes_record(path, told)

# Of an entry by its path, or of an open file.
def told_attributes(entry):
    follow = isinstance(entry, int)
    told = b""
    for name in sorted(map(os.fsencode, os.listxattr(entry, follow_symlinks=follow))):
        if name not in IGNORED and (os.geteuid() == 0 or name.startswith((b"user.", b"system."))):
            value = renumbered(name, os.getxattr(entry, name, follow_symlinks=follow))
            told += struct.pack("<II", len(name), len(value)) + name + value
    return told

def attributes_record(path, told):
    return [path + b"//@" + digest(told).hex().encode()] if told else []
`;

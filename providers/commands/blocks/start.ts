/**
 * Starts the program. To compile it takes longer than to start Python, and in the last pass that is downtime: so it is
 * kept beside the notes of the move, as this Python has compiled it, and compiled anew where that is another program, was
 * made by another Python, or is damaged.
 */
export const START = String.raw`import marshal, os, sys
from binascii import crc32

def kept(place, sign):
    with open(place, "rb") as file:
        if file.readline() != sign:
            raise ValueError("another program, or another Python")
        sum, code = int(file.readline()), file.read()
    if sum != crc32(code):
        raise ValueError("damaged")
    return marshal.loads(code)

def keep(place, sign, code):
    own = "%s.%d" % (place, os.getpid())
    with open(own, "wb", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
        file.write(b"%s%d\n%s" % (sign, crc32(code), code))
    os.rename(own, place)

def compiled(text, mark, control):
    place, sign = control + "/program", ("%s %s\n" % (mark, sys.version.replace("\n", " "))).encode()
    try:
        return kept(place, sign)
    except (OSError, ValueError):
        program = compile(text, "<string>", "exec")
    try:
        keep(place, sign, marshal.dumps(program))
    except OSError:
        pass
    return program

text, mark, verb, control = sys.argv[1:5]
del sys.argv[1:3]
exec(compiled(text, mark, control))
`;

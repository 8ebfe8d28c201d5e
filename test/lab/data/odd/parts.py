"""The parts of the odd tree: each makes one kind of oddity in the current directory."""

import os
import socket
import stat
import struct
import sys

NAMES = [
    b"new\nline", b"\n", b"trailing\n", b"tab\tstop", b"quote'single", b'quote"double', b"back\\slash", b"\\n\\101\\x41",
    b"-dash", b"--checkpoint-action=exec=touch owned", b"-rf", b"--", b" ", b" leading", b"trailing ", b"*", b"?", b"[a-z]",
    b"{one,two}", b"$(touch owned)", b"`touch owned`", b"${IFS}", b"a;b|c&d>e<f", b"#hash", b"~", b"!bang", b"%s%n%d", b"=", b"a=b",
    b"c:d", b"host:path", b"@file", b"+x", b"\x1b[31mred\x1b[0m", b"\x07\x08\x7f", b"\r", b"a\rb", b"\xff\xfe", b"latin \xe9",
    b"\xc3", b"\xed\xa0\x80", b"\xf0\x9f\x98\x80", "\u00e9".encode(), b"e\xcc\x81", b"\xe2\x80\xae\xe2\x80\x8b", b"\xef\xbb\xbfbom",
    b".hidden", b"...", b".. ", b".ferry", b"f", b"F", b"Case", b"case", b"CASE",
    b"L" * 255, b"\xff" * 255, b"\n" * 255, (b"'\"\\ " * 64)[:255], b"kinds", b"list", b"keep", b"send", b"delete",
]  # fmt: skip
CAPABILITY = struct.pack("<IIIII", 0x02000001, 1 << 10, 0, 0, 0)
FAR = {
    b"before 1901": -2_500_000_000_000_000_000, b"1901": -2_147_483_648 * 10**9, b"before 1970": -86_399_500_000_001,
    b"just before 1970": -1, b"epoch": 0, b"one tick": 1, b"2038": 2_147_483_648 * 10**9 + 999_999_999,
    b"2106": 4_294_967_296 * 10**9 + 7, b"after 2262": 9_300_000_000 * 10**9 + 123_456_789, b"2446": 15_032_385_535 * 10**9,
}  # fmt: skip


def acl(*entries):
    """The bytes of an access list as the kernel takes them: (tag, permissions, id)."""
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


NOBODY = 0xFFFFFFFF
ACCESS = acl((1, 6, NOBODY), (2, 4, 0), (2, 7, 4713), (4, 4, NOBODY), (8, 5, 4714), (16, 7, NOBODY), (32, 0, NOBODY))
DEFAULT = acl((1, 7, NOBODY), (2, 5, 2001), (4, 5, NOBODY), (16, 5, NOBODY), (32, 0, NOBODY))


def write(name, data=b"x\n"):
    with open(name, "wb") as out:
        out.write(data)


def within(name):
    os.mkdir(name)
    os.chdir(name)


def names(_):
    within(b"names")
    for i, name in enumerate(NAMES):
        write(name, b"content of %d\n" % i)
    within(b"\n directory ' \" \\ * \xff")
    for name in NAMES:
        os.mkdir(name)
        write(os.path.join(name, b"in"), name)
        os.symlink(name, b"to %d" % NAMES.index(name))
    os.chdir("../..")


def deep(_):
    """A path of more than 4,096 bytes: no system call takes it whole."""
    top = os.open(".", os.O_RDONLY)
    for depth in range(20):
        within(b"%02d-" % depth + b"d" * 240)
        write(b"file", b"%d\n" % depth)
    os.fchdir(top)


def links(_):
    within(b"links")
    for target in (b"/etc/passwd", b"../../outside", b"/", b"nowhere", b".", b"..", b"loop", b"//x//y//", b"a\nb\xff'\"", b"t" * 4000, b" "):
        os.symlink(target, (b"l " + target.replace(b"/", b"_"))[:200])
    os.symlink(b"two", b"one")
    os.symlink(b"one", b"two")
    for directory in (b"a", b"b", b"b/c", b"empty", b"empty/empty"):
        os.mkdir(directory)
    write(b"a/hard", b"shared\n" * 100)
    os.link(b"a/hard", b"b/c/hard \n two")
    os.link(b"a/hard", b"\xff third")
    write(b"a/nothing", b"")
    os.link(b"a/nothing", b"b/nothing")
    for target in (b"hard", b"/absolute", b"../up"):
        os.symlink(target, b"a/soft " + target.replace(b"/", b"_"))
        os.link(b"a/soft " + target.replace(b"/", b"_"), b"b/soft " + target.replace(b"/", b"_"), follow_symlinks=False)
    os.chdir("..")
    outside = os.path.abspath(b".") + b".outside"
    os.makedirs(outside, exist_ok=True)
    write(b"links/half outside", b"one name is elsewhere\n")
    os.link(b"links/half outside", outside + b"/other name")


def modes(_):
    within(b"modes")
    for mode in (0o000, 0o400, 0o111, 0o666, 0o4755, 0o2755, 0o6711, 0o1777, 0o7777, 0o1644):
        for make, kind in ((write, b"f"), (os.mkdir, b"d")):
            name = b"%s %o" % (kind, mode)
            make(name)
            os.chown(name, 4711, 4712)
            os.chmod(name, mode)
    for owner in ((0, 0), (65534, 65534), (4294967294, 4294967293), (2001, 0)):
        write(b"of %d %d" % owner)
        os.symlink(b"x", b"link of %d %d" % owner)
        os.chown(b"of %d %d" % owner, *owner)
        os.chown(b"link of %d %d" % owner, *owner, follow_symlinks=False)
    os.chdir("..")


def attributes(_):
    within(b"attributes")
    values = {b"user.empty": b"", b"user.binary": bytes(range(256)), b"user.\xff \n='\"%": b"odd\nname\0", b"user.a=b": b"1=2", b"trusted.t": b"\0"}
    for name, make in ((b"file", write), (b"directory", os.mkdir)):
        make(name)
        for key, value in values.items():
            os.setxattr(name, key, value)
        os.setxattr(name, b"system.posix_acl_access", ACCESS)
    os.setxattr(b"directory", b"system.posix_acl_default", DEFAULT)
    write(b"directory/inherits")
    os.mkdir(b"directory/inherits too")
    write(b"capable", b"#!/bin/true\n")
    os.chmod(b"capable", 0o755)
    os.chown(b"capable", 33, 33)
    os.setxattr(b"capable", b"security.capability", CAPABILITY)
    os.symlink(b"nowhere", b"link")
    os.setxattr(b"link", b"trusted.on-a-link", b"\0\1", follow_symlinks=False)
    write(b"large value")
    os.setxattr(b"large value", b"user.large", b"v" * 3000)
    os.chdir("..")


def sparse(rng):
    within(b"sparse")
    data = rng.randbytes(4096)
    for name, size, places in (
        (b"all hole", 10 << 20, ()), (b"begins with a hole", (1 << 20) + 4096, (1 << 20,)), (b"ends in a hole", 8 << 20, (0,)),
        (b"middle", 9 << 20, (0, (9 << 20) - 4096)), (b"many", 4 << 20, range(0, 4 << 20, 64 << 10)), (b"odd end", (3 << 20) + 17, (4096,)),
        (b"not sparse", 40960, range(0, 40960, 4096)),
    ):  # fmt: skip
        scattered(name, size, places, data)
    write(b"zeros", bytes(100_000))
    os.chdir("..")


def huge(rng):
    """50 GiB that hold three pages."""
    scattered(b"fifty gibibytes", 50 << 30, (0, 25 << 30, (50 << 30) - 4096), rng.randbytes(4096))


def scattered(name, size, places, data):
    fd = os.open(name, os.O_CREAT | os.O_WRONLY)
    os.ftruncate(fd, size)
    for at in places:
        os.pwrite(fd, data, at)
    os.close(fd)


def specials(_):
    within(b"specials")
    os.mkfifo(b"fifo")
    sock = socket.socket(socket.AF_UNIX)
    sock.bind(b"socket\n")
    os.mknod(b"block", stat.S_IFBLK | 0o600, os.makedev(7, 200))
    os.mknod(b"character", stat.S_IFCHR | 0o666, os.makedev(1, 3))
    write(b"beside")
    os.chdir("..")


def own(_):
    """Names like those that Ferry gives to what it keeps itself."""
    within(b"own")
    for name in (b".x.ferry-staging-y", b".x.ferry-replaced-y", b".ferry-tree-z", b".ferry"):
        os.mkdir(name)
        write(name + b"/inside")
    write(b".notes.ferry-staging-plan.txt")
    os.chdir("..")


def dates(_):
    within(b"dates")
    for name in FAR:
        write(name)
        os.mkdir(b"d " + name)
        os.symlink(name, b"l " + name)
    os.chdir("..")


def flags(_):
    """Not to be written to, by anybody: FS_IMMUTABLE_FL and FS_APPEND_FL, where the file system has them."""
    within(b"flags")
    for name, flag in ((b"immutable", "+i"), (b"append-only", "+a")):
        write(name)
        os.mkdir(b"d " + name)
        write(b"d " + name + b"/in")
        if os.spawnlp(os.P_WAIT, "chattr", "chattr", flag, name, b"d " + name) != 0:
            sys.exit("this file system has no " + flag)
    os.chdir("..")

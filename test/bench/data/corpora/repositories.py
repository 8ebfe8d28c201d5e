# Git repositories, bare and checked out, with packs and loose objects: repositories.py ROOT SEED SCALE
# Needs git; so it runs where that is, and the tree is copied to where it is wanted.

import subprocess

ROOT, SEED, SCALE = sys.argv[1], int(sys.argv[2]), float(sys.argv[3])
REPOSITORIES = 8
FILES = max(20, int(3000 * SCALE))
PACKED, LOOSE = 30, 40
WHO = "Somebody <somebody@example.org>"


def git(folder, *words, stdin=None):
    environment = {"PATH": os.environ["PATH"], "HOME": ROOT, "GIT_CONFIG_NOSYSTEM": "1"}
    command = ["git", "-C", folder, "-c", "gc.auto=0", *words]
    subprocess.run(command, input=stdin, env=environment, check=True, stdout=subprocess.DEVNULL)


def commit(pools, repository, number, files, goes_on=False):
    """One commit that writes these files, as `git fast-import` reads it; where it goes on from what is there."""
    lines = [b"commit refs/heads/main\n"]
    lines.append(b"committer %s %d +0000\n" % (WHO.encode(), 1_700_000_000 + number * 3600))
    lines.append(b"data 7\nChanges\n")
    if goes_on:
        lines.append(b"from refs/heads/main^0\n")
    for file in files:
        key = mix(SEED, repository, number, file)
        body = pools.piece(key, 300 + key % 9000, file % 5 != 0)
        path = b"src/part-%d/area-%d/file-%05d.txt" % (file % 11, file // 11 % 13, file)
        lines.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path, len(body), body))
    return b"".join(lines) + b"\n"


def make(pools, repository):
    bare = "%s/project-%d.git" % (ROOT, repository)
    os.makedirs(bare)
    git(bare, "init", "-q", "--bare", "--initial-branch=main")
    chance = random.Random(mix(SEED, repository))
    some = lambda share: chance.sample(range(FILES), max(2, int(FILES * share)))
    stream = commit(pools, repository, 0, range(FILES))
    stream += b"".join(commit(pools, repository, number, some(0.02)) for number in range(1, PACKED))
    git(bare, "fast-import", "--quiet", stdin=stream)
    git(bare, "repack", "-q", "-a", "-d")
    for number in range(PACKED, PACKED + LOOSE):
        # What comes in small lots is kept loose.
        stream = commit(pools, repository, number, some(0.006), goes_on=True)
        git(bare, "-c", "fastimport.unpackLimit=1000", "fast-import", "--quiet", stdin=stream)
    if repository % 2 == 0:
        git(ROOT, "clone", "-q", "--no-hardlinks", bare, "%s/project-%d" % (ROOT, repository))


os.makedirs(ROOT)
POOLS = Pools(SEED)
for repository in range(REPOSITORIES):
    make(POOLS, repository)

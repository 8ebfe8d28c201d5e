"""Holds a file mapped and writes to its first page: a line of standard input each time, and says when it has.

Usage: python3 mapped.py FILE
"""

import mmap
import os
import sys

page = mmap.mmap(os.open(sys.argv[1], os.O_RDWR), 4096, mmap.MAP_SHARED)
for line in sys.stdin:
    page[: len(line)] = line.encode()
    print("written", flush=True)

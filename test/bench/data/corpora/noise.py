# Files that no compression makes smaller: noise.py ROOT SEED FILES BYTES_EACH

ROOT, SEED, FILES, BYTES = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])

os.makedirs(ROOT)
for n in range(FILES):
    write("%s/noise-%03d" % (ROOT, n), [random.Random(mix(SEED, n)).randbytes(BYTES)])

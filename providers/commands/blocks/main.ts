/** Which part runs. */
export const MAIN = `VERBS = {"prepare": prepare, "send": send, "receive": receive, "hash": hash_files, "look": look,
         "attributes": show_attributes, "touched": show_touched, "tell": tell_base, "hear": hear_base, "equal": equal,
         "fresh": fresh, "access": give_access_lists}

def main(verb, control, *words):
    os.umask(0o077)
    os.chdir(control)
    know_owners()
    try:
        VERBS[verb](*words)
        sys.stdout.flush()
    except BrokenPipeError:
        os._exit(1)

main(*sys.argv[1:])
`;

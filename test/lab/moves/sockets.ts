import { argumentsOf, pids } from "../processes";

const LOOK_EVERY = 50;

/**
 * Watches where connections of this machine to the hosts of one lab have their sockets, and no other lab's, of which one
 * may be up beside it. `stop` gives the directories.
 */
export function watchSockets(sshConfig: string): { stop(): string[] } {
  const found = new Set<string>();
  const look = (): void => {
    for (const words of pids().map(argumentsOf)) {
      if (!words.includes(sshConfig)) continue;
      for (const word of words) if (/^\/tmp\/ferry-\w{6}$/.test(word)) found.add(word);
    }
  };
  const looking = setInterval(look, LOOK_EVERY);
  return {
    stop() {
      clearInterval(looking);
      return [...found];
    },
  };
}

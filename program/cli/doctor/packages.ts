/** How to get a tool with the package managers that Ferry knows. */

export type Tool = "tar" | "find" | "zstd" | "b2sum" | "awk" | "ssh" | "docker" | "compose" | "nginx";
type Manager = "apt" | "dnf" | "apk";

const INSTALL: Readonly<Record<Manager, string>> = {
  apt: "apt-get install",
  dnf: "dnf install",
  apk: "apk add",
};

/** The same name everywhere, or one for each manager. */
const PACKAGES: Readonly<Record<Exclude<Tool, "compose">, string | Readonly<Record<Manager, string>>>> = {
  tar: "tar",
  find: "findutils",
  zstd: "zstd",
  b2sum: "coreutils",
  awk: "gawk",
  ssh: { apt: "openssh-client", dnf: "openssh-clients", apk: "openssh-client" },
  docker: { apt: "docker.io", dnf: "moby-engine", apk: "docker" },
  nginx: "nginx",
};

/** The command that installs a tool, for the system that its os-release (os-release(5)) describes. */
export function howToGet(tool: Tool, osRelease: string): string {
  const manager = managerOf(osRelease);
  if (tool === "compose") return composeHow(manager);
  const name = PACKAGES[tool];
  if (manager === undefined)
    return `Install ${typeof name === "string" ? name : name.apt} with the system's package manager.`;
  return `${INSTALL[manager]} ${typeof name === "string" ? name : name[manager]}`;
}

/** Debian's own packages have the Compose plugin only in newer releases; Docker's always do. */
function composeHow(manager: Manager | undefined): string {
  if (manager === "apk") return "apk add docker-cli-compose";
  const how = "from Docker's repository (https://docs.docker.com/compose/install/linux/)";
  return manager === undefined
    ? `Install docker-compose-plugin ${how}.`
    : `${INSTALL[manager]} docker-compose-plugin, ${how}`;
}

function managerOf(osRelease: string): Manager | undefined {
  const ids = [...osRelease.matchAll(/^ID(?:_LIKE)?=(.*)$/gm)].flatMap(([, value = ""]) =>
    value.replaceAll(/["']/g, "").split(" "),
  );
  if (ids.some((id) => id === "debian" || id === "ubuntu")) return "apt";
  if (ids.some((id) => id === "fedora" || id === "rhel" || id === "centos")) return "dnf";
  return ids.includes("alpine") ? "apk" : undefined;
}

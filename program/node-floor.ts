/** The lowest Node.js that package.json allows, as major and minor version. */
const FLOOR = [22, 12] as const;

export const NODE_WANTED = `${FLOOR.join(".")} or later`;

/** Is this version ("v24.9.0") enough? */
export function isNodeEnough(version: string): boolean {
  const [major = 0, minor = 0] = version.replace(/^v/, "").split(".").map(Number);
  return major > FLOOR[0] || (major === FLOOR[0] && minor >= FLOOR[1]);
}

/** What a program needs of the controller's environment to run as a user's own. */
const PASSED = /^(?:PATH|HOME|USER|LOGNAME|SHELL|TZ|TMPDIR|SSH_AUTH_SOCK|XDG_RUNTIME_DIR|DOCKER_[A-Z_]+)$/;
const LOCALE = /^(?:LANG|LANGUAGE|LC_[A-Z]+)$/;

type Environment = Readonly<Record<string, string | undefined>>;

/** For commands on a local host. Pulumi's variables hold configuration and passphrases: no service inherits them. */
export function localEnvironment(own: Environment): Record<string, string> {
  return pick(own, (key) => PASSED.test(key) || LOCALE.test(key));
}

/**
 * For the ssh client. Without a locale its messages are the English ones that are recognised here, and
 * `SendEnv LANG LC_*`, which many systems configure, has nothing to carry over to the host.
 */
export function sshEnvironment(own: Environment): Record<string, string> {
  return {
    ...pick(own, (key) => !LOCALE.test(key) && !key.startsWith("PULUMI_")),
    SSH_ASKPASS_REQUIRE: "never",
  };
}

function pick(own: Environment, wanted: (key: string) => boolean): Record<string, string> {
  const kept: Record<string, string> = {};
  for (const [key, value] of Object.entries(own)) if (value !== undefined && wanted(key)) kept[key] = value;
  return kept;
}

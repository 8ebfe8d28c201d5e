import type { LabHost } from "../../host";

/** Where a host keeps the only tools that it has left. */
export const TOOLS = "/opt/busybox";

/**
 * Makes a host of the lab one that has only busybox, as a plain Alpine does: it keeps Debian's kernel, init and sshd,
 * but whoever comes in by ssh finds nothing in PATH but links to busybox, and OpenSSH's client, which Alpine's package
 * has too. The login shell is busybox's as well.
 */
export async function leaveOnlyBusybox(host: LabHost): Promise<void> {
  await host.must(`mkdir -p ${TOOLS} && busybox --install -s ${TOOLS}
ln -sf /usr/bin/ssh /usr/bin/ssh-keygen ${TOOLS}
echo ${TOOLS}/ash >> /etc/shells && usermod -s ${TOOLS}/ash root
echo 'SetEnv PATH=${TOOLS}' > /etc/ssh/sshd_config.d/busybox.conf
grep -q '^Include /etc/ssh/sshd_config.d' /etc/ssh/sshd_config || cat /etc/ssh/sshd_config.d/busybox.conf >> /etc/ssh/sshd_config
systemctl reload ssh`);
}

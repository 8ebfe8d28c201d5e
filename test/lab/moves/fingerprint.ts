import type { LabHost } from "../host";

/**
 * What a host holds that a preview could have touched: every file under the places that services, proxies and
 * Ferry use, with its times, and Docker's own state. Sockets, logs and /run change by themselves.
 */
export function fingerprint(host: LabHost): Promise<string> {
  return host.must(`find /srv /etc /root /home /opt /usr/local /var/lib -xdev \\
  \\( -path /var/lib/docker -o -path /var/lib/containerd -o -path /var/lib/systemd -o -path /var/lib/private -o -path /var/lib/sudo \\) -prune -o \\
  -printf '%p %y %m %U %G %s %T@ %C@ %l\\n' | sort
docker ps -a --no-trunc --format '{{.ID}} {{.Names}} {{.State}}' | sort
docker ps -aq | xargs -r docker inspect -f '{{.Id}} {{.State.StartedAt}} {{.HostConfig.RestartPolicy.Name}}' | sort
docker volume ls -q | sort; docker network ls -q | sort; docker image ls -q --no-trunc | sort
docker volume ls -q | while read v; do find "$(docker volume inspect -f '{{.Mountpoint}}' "$v")" -printf '%p %y %s %T@\\n'; done | grep -v appendonly | sort`);
}

#!/usr/bin/env bash
# Moves a service with very many files from alpha to beta as a careful administrator's runbook has it: rsync while the
# service runs, stop, rsync of the rest, start, wait until it is well, repoint nginx.
#   by-hand-site.sh SSH_CONFIG BETA_ADDRESS DIRECTORY
# Expects that root on alpha may reach root on beta by ssh, and rsync on both.
set -euo pipefail
config=$1 beta=$2 directory=$3

# One connection a host for the whole move, as a good ssh configuration has it anyway.
sockets=$(mktemp -d)
end() {
  for host in alpha beta gate; do ssh -F "$config" -o ControlPath="$sockets/%h" -O exit "$host" 2>/dev/null || true; done
  rm -rf "$sockets"
}
trap end EXIT
on() {
  ssh -F "$config" -o ControlMaster=auto -o ControlPersist=600 -o ControlPath="$sockets/%h" "$@"
}

kept="ssh -o ControlMaster=auto -o ControlPersist=600 -o ControlPath=/run/by-hand"
copy="rsync -aHAXS --numeric-ids --delete -e '$kept' $directory/ root@$beta:$directory/"

# Files that vanish while they are copied (24) are no failure as long as the service runs.
on alpha "$copy || [ \$? = 24 ]"
on beta true
on gate true

on alpha "systemctl stop site"
on alpha "$copy"
on beta "cd $directory && sh start.sh
until curl -fsS -o /dev/null http://127.0.0.1:8080/healthz; do sleep 0.05; done"
on gate "sed -i 's#proxy_pass http://[0-9.]*:8080#proxy_pass http://$beta:8080#' /etc/nginx/conf.d/shop.conf
nginx -t -q && systemctl reload nginx"
on alpha "ssh -o ControlPath=/run/by-hand -O exit root@$beta 2>/dev/null; exit 0"

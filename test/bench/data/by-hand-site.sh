#!/usr/bin/env bash
# Moves a service with very many files from alpha to beta as a careful administrator's runbook has it: rsync while the
# service runs, stop, rsync of the rest, start, wait until it is well, repoint nginx.
#   by-hand-site.sh SSH_CONFIG BETA_ADDRESS DIRECTORY
# Expects that root on alpha may reach root on beta by ssh, and rsync on both.
set -euo pipefail
config=$1 beta=$2 directory=$3

. "$(dirname "$0")/../by-hand-hosts.sh"

kept="ssh -o ControlMaster=auto -o ControlPersist=600 -o ControlPath=/run/by-hand"
copy="rsync -aHAXS --numeric-ids --delete -e '$kept' $directory/ root@$beta:$directory/"

# Files that vanish while they are copied (24) are no failure as long as the service runs.
on alpha "$copy || [ \$? = 24 ]"
on beta true
on gate true

on alpha "systemctl stop site"
on alpha "$copy"
start_and_repoint "cd $directory && sh start.sh"
on alpha "ssh -o ControlPath=/run/by-hand -O exit root@$beta 2>/dev/null; exit 0"

#!/usr/bin/env bash
# Moves the shop from alpha to beta as a careful administrator does it without any tool of its own: images by save
# and load, rsync while the service runs, a short stop, rsync of the rest, start, wait until it is well, repoint nginx.
#   by-hand.sh SSH_CONFIG BETA_ADDRESS
# Expects that root on alpha may reach root on beta by ssh, and rsync on both.
set -euo pipefail
config=$1 beta=$2

. "$(dirname "$0")/by-hand-hosts.sh"

volumes=/var/lib/docker/volumes
copy="rsync -aHAXR --delete /srv/shop $volumes/shop_data/_data $volumes/shop_media/_data $volumes/shop_db/_data root@$beta:/"

on alpha "docker save ferry-lab/web:1 ferry-lab/db:1 | ssh root@$beta docker load -q"
on alpha "rsync -aHAX --delete /srv/shop root@$beta:/srv/"
on beta "cd /srv/shop && docker compose up --no-start"
on alpha "$copy"

on alpha "cd /srv/shop && docker compose stop"
on alpha "$copy"
start_and_repoint "cd /srv/shop && docker compose start"

# What is left on alpha is not to start again when that host does.
on alpha "cd /srv/shop && docker update --restart=no \$(docker compose ps -aq)"

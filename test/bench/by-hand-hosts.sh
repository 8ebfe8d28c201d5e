# What both scripts that move by hand have in common, read by them. Expects $config (of ssh) and $beta (its address).

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

# Waits until the service on beta is well, after a command that starts it there, and repoints nginx.
start_and_repoint() {
  on beta "$1
until curl -fsS -o /dev/null http://127.0.0.1:8080/healthz; do sleep 0.05; done"
  on gate "sed -i 's#proxy_pass http://[0-9.]*:8080#proxy_pass http://$beta:8080#' /etc/nginx/conf.d/shop.conf
nginx -t -q && systemctl reload nginx"
}

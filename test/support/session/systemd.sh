#!/usr/bin/env bash
# systemd.sh USER HOME COMMAND… : runs COMMAND as USER under a real `systemd --user`, on a machine where
# none has booted. Needs root; ends with 77 and a sentence where the sandbox does not allow it. A mount
# namespace of its own with tmpfs on /run/systemd (its folder `system` makes sd_booted() true) and on the
# user's runtime folder, and a cgroup of its own. There is no journal: units print to where this prints.
set -u
user=$1 home=$2
shift 2
uid=$(id -u "$user") || { echo "no user $user"; exit 77; }
[ "$(id -u)" -eq 0 ] || { echo "only root can make a session for another user"; exit 77; }
unshare -m true 2>/dev/null || { echo "this sandbox has no mount namespaces"; exit 77; }
exec unshare -m bash -c '
  set -u
  user=$1 home=$2 uid=$3; shift 3
  mkdir -p /run/systemd && mount -t tmpfs tmpfs /run/systemd && mkdir -p /run/systemd/system ||
    { echo "this sandbox mounts nothing"; exit 77; }
  for h in . unified systemd; do
    d=/sys/fs/cgroup/$h/pinfold-$$
    mkdir -p "$d" 2>/dev/null && chown -R "$user" "$d" && echo $$ >"$d/cgroup.procs"
  done 2>/dev/null
  mkdir -p "/run/user/$uid" && mount -t tmpfs -o "mode=700,uid=$uid,gid=$(id -g "$user")" tmpfs "/run/user/$uid"
  exec setpriv --reuid="$uid" --regid="$(id -g "$user")" --init-groups env -i HOME="$home" USER="$user" \
    LOGNAME="$user" PATH="$home/bin:/usr/local/bin:/usr/bin:/bin" LC_ALL=C.UTF-8 ${SESSION_PATH:+PATH="$SESSION_PATH"} OUT="${OUT:-}" \
    XDG_RUNTIME_DIR="/run/user/$uid" DBUS_SESSION_BUS_ADDRESS="unix:path=/run/user/$uid/bus" bash -c '\''
      cd "$HOME"
      systemd=/lib/systemd/systemd
      [ -x $systemd ] || systemd=/usr/lib/systemd/systemd
      $systemd --user --log-target=console --default-standard-output=inherit \
        --default-standard-error=inherit >&2 &
      manager=$!
      for _ in $(seq 100); do [ -S "$XDG_RUNTIME_DIR/systemd/private" ] && break; sleep 0.1; done
      [ -S "$XDG_RUNTIME_DIR/systemd/private" ] || { echo "systemd --user does not start here"; exit 77; }
      "$@"
      code=$?
      systemctl --user exit
      for _ in $(seq 50); do kill -0 $manager 2>/dev/null || break; sleep 0.1; done
      kill $manager 2>/dev/null
      exit $code'\'' session "$@"
' sh "$user" "$home" "$uid" "$@"

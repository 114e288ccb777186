#!/usr/bin/env bash
# desktop.sh OUT COMMAND… : runs COMMAND on a private desktop with a real notification server (dunst on a
# session bus of its own, Xvfb). Where DBUS_SESSION_BUS_ADDRESS names a socket that is not there, the bus
# is made at that address, so that a service manager which was told of it finds it. Leaves in OUT:
# history.json (dunst's own: summary, body and urgency of each) and screen.png where ImageMagick is there.
set -u
out=$1; shift
export OUT=$out
rundir=$(mktemp -d)
chmod 700 "$rundir"
export XDG_RUNTIME_DIR=${XDG_RUNTIME_DIR:-$rundir}
# dunst refuses /dev/null.
printf '[global]\nwidth = 620\nheight = 200\nnotification_limit = 10\nformat = "%%s\\n%%b"\nmarkup = no\n[urgency_critical]\nbackground = "#7a1010"\nforeground = "#ffffff"\n' >"$rundir/dunstrc"
export DUNSTRC=$rundir/dunstrc
pids=''
end() { for pid in $pids; do kill "$pid" 2>/dev/null; done; rm -rf "$rundir"; }
trap end EXIT

display=''
for n in $(seq 90 130); do
  Xvfb ":$n" -screen 0 900x500x24 -nolisten tcp >/dev/null 2>&1 &
  x=$!
  for _ in $(seq 50); do
    [ -S "/tmp/.X11-unix/X$n" ] && { display=:$n; break; }
    kill -0 $x 2>/dev/null || break
    sleep 0.1
  done
  [ -n "$display" ] && kill -0 $x 2>/dev/null && { pids="$pids $x"; break; }
  display=''
done
[ -n "$display" ] || { echo "no display" >&2; exit 77; }
export DISPLAY=$display

path=${DBUS_SESSION_BUS_ADDRESS:-unix:path=$rundir/bus}
export DBUS_SESSION_BUS_ADDRESS=$path
if [ ! -S "${path#unix:path=}" ]; then
  dbus-daemon --session --address="$path" --nofork --nopidfile >/dev/null 2>&1 &
  pids="$pids $!"
fi
for _ in $(seq 50); do [ -S "${path#unix:path=}" ] && break; sleep 0.1; done
dunst -conf "$DUNSTRC" >"$rundir/dunst.log" 2>&1 &
pids="$pids $!"
for _ in $(seq 50); do
  dbus-send --session --print-reply --dest=org.freedesktop.DBus / org.freedesktop.DBus.NameHasOwner \
    string:org.freedesktop.Notifications 2>/dev/null | grep -q true && break
  sleep 0.1
done

"$@"
code=$?
! command -v import >/dev/null || import -window root "$OUT/screen.png" 2>/dev/null
dunstctl close-all
sleep 0.2
dunstctl history >"$OUT/history.json"
exit $code

#!/usr/bin/env bash
# agent-story.sh NODE CLI : what befalls an installed agent on a desktop. Writes what was seen into OUT, a
# file for each step: the number of notifications so far, what status said.
set -u
pinfold() { "$NODE" "$CLI" "$@"; }
NODE=$1 CLI=$2
config=$HOME/.config/Claude/claude_desktop_config.json
dbus-monitor --session "interface='org.freedesktop.Notifications',member='Notify'" >"$OUT/bus.log" 2>/dev/null &
monitor=$!
sleep 0.5
shown() { grep -c 'member=Notify' "$OUT/bus.log"; }
# until N : waits until N notifications were sent, and a while longer for one too many
until_() {
  for _ in $(seq 150); do [ "$(shown)" -ge "$1" ] && break; sleep 0.1; done
  sleep 1.2
  shown
}
step() { # step NAME : one attack and its undoing, each with the notifications and the status after it
  name=$1
  before=$(shown)
  "do_$name"
  until_ $((before + 1)) >"$OUT/$name.shown"
  pinfold status --json >"$OUT/$name.json" 2>&1
  ! command -v import >/dev/null || import -window root "$OUT/$name.png" 2>/dev/null
  "undo_$name"
  until_ $((before + 2)) >"$OUT/$name.undone.shown"
  pinfold status --json >"$OUT/$name.undone.json" 2>&1
}

# npx is reached through a link in the middle, as version managers have it.
mkdir -p "$HOME/opt" "$HOME/bin"
cp -r "$HOME/../node" "$HOME/opt/v1"
cp -r "$HOME/../node" "$HOME/opt/v2"
echo '// another' >>"$HOME/opt/v2/lib/node_modules/npm/bin/npx-cli.js"
ln -s v1 "$HOME/opt/current"
export PATH=$HOME/bin:$HOME/opt/current/bin:/usr/bin:/bin
pinfold lock --yes >"$OUT/lock.txt" 2>&1
pinfold verify --json >"$OUT/verify.json"
# What is in the home, but for the log, which stays, and what the desktop keeps for itself.
files() { find "$HOME" -not -type d -not -path '*/pinfold/audit/*' -not -path '*/fontconfig/*' | sort; }
files >"$OUT/before.txt"
pinfold agent install --yes --json >"$OUT/install.json" 2>"$OUT/install.err"
until_ 1 >"$OUT/install.shown"
pinfold agent install --yes --json >"$OUT/again.json" 2>&1
until_ 2 >"$OUT/again.shown"
pinfold agent status --json >"$OUT/agent-status.json"

do_npx() { printf '#!/bin/sh\nexec evil\n' >"$HOME/bin/npx"; chmod +x "$HOME/bin/npx"; }
undo_npx() { rm "$HOME/bin/npx"; }
step npx
do_server() { cp "$config" "$OUT/config.kept"; sed -i 's/tide@1.0.0/evil@6.6.6/' "$config"; }
undo_server() { cp "$OUT/config.kept" "$config"; }
step server
do_link() { ln -sfn v2 "$HOME/opt/current"; }
undo_link() { ln -sfn v1 "$HOME/opt/current"; }
step link
file=$(echo "$HOME"/.npm/_npx/*/node_modules/wave/lib/rise.js)
do_file() { cp "$file" "$OUT/file.kept"; echo 'evil()' >>"$file"; pinfold status --now >"$OUT/now.txt"; }
undo_file() { cp "$OUT/file.kept" "$file"; pinfold status --now >>"$OUT/now.txt"; }
step file
pinfold log --json >"$OUT/log.json"
pinfold log --verify >"$OUT/log-verify.txt" 2>&1
echo $? >"$OUT/log-verify.code"

# systemd's own part: an agent that hangs is started anew, and so is one that is killed.
pid() { systemctl --user show pinfold.service --property=MainPID --value; }
mkdir -p "$HOME/.config/systemd/user/pinfold.service.d"
printf '[Service]\nWatchdogSec=3\nRestartSec=1\n' >"$HOME/.config/systemd/user/pinfold.service.d/test.conf"
systemctl --user daemon-reload
pinfold agent restart >"$OUT/restart.txt" 2>&1
sleep 2
anew() { # anew PID : waits for another process, and that it answers
  for _ in $(seq 300); do now=$(pid); [ "$now" != 0 ] && [ "$now" != "$1" ] && break; sleep 0.1; done
  for _ in $(seq 100); do pinfold agent status --json >"$OUT/anew.json" && break; sleep 0.2; done
  pid
}
first=$(pid)
sleep 5
{ echo "$first"; pid; } >"$OUT/steady.txt"
kill -STOP "$first"
{ echo "$first"; anew "$first"; } >"$OUT/hung.txt"
second=$(pid)
kill -KILL "$second"
{ echo "$second"; anew "$second"; } >"$OUT/killed.txt"
rm -r "$HOME/.config/systemd/user/pinfold.service.d"
pinfold log --json --event monitoring-gap >"$OUT/gaps.json"
systemd-analyze --user security pinfold.service --no-pager >"$OUT/security.txt" 2>&1

last=$(pid)
pinfold agent uninstall --json >"$OUT/uninstall.json" 2>&1
sleep 0.5
kill -0 "$last" 2>/dev/null && echo "process $last" >"$OUT/left.txt" || : >"$OUT/left.txt"
files | comm -13 "$OUT/before.txt" - >>"$OUT/left.txt"
systemctl --user list-unit-files --no-pager 2>/dev/null | grep pinfold >>"$OUT/left.txt"
pinfold agent uninstall --json >"$OUT/uninstall-again.json" 2>&1
echo $? >"$OUT/uninstall-again.code"
kill $monitor
exit 0

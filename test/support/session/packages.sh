#!/bin/sh
# packages.sh PROGRAM=PACKAGE… : installs the Debian packages of the programs that are missing. Ends with 77
# and a sentence where they cannot be: no Debian, or not root.
set -u
missing=''
for pair; do
  command -v "${pair%%=*}" >/dev/null 2>&1 || [ -x "/usr/bin/${pair%%=*}" ] || missing="$missing ${pair#*=}"
done
[ -n "$missing" ] || exit 0
command -v apt-get >/dev/null 2>&1 || { echo "not there, and no apt-get to install them:$missing"; exit 77; }
[ "$(id -u)" -eq 0 ] || { echo "not there, and only root can install them:$missing"; exit 77; }
export DEBIAN_FRONTEND=noninteractive
# Two tests may come at once.
exec 9>/tmp/pinfold-test-packages.lock
flock 9
timeout 120 apt-get update -qq >/dev/null 2>&1
# shellcheck disable=SC2086
timeout 300 apt-get install -y -qq --no-install-recommends $missing >/dev/null 2>&1 ||
  { echo "could not be installed:$missing"; exit 77; }

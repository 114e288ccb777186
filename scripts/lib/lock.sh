# take_lock FOLDER: only one set-up at a time; the others wait. Making a folder is atomic, and the
# numbers of the processes inside tell whether the holder still lives. Released at exit.

lock_seconds=900

take_lock() {
  lock=$1
  waited=0
  until mkdir "$lock" 2>/dev/null; do
    [ -d "$lock" ] || [ ! -e "$lock" ] || { echo "pinfold: remove $lock, it is no folder" && exit 1; }
    [ "$waited" -ne 2 ] || echo "pinfold: set-up: waiting for another one"
    [ "$waited" -lt "$lock_seconds" ] || {
      echo "pinfold: set-up: another one did not end in $lock_seconds seconds; if none runs, remove $lock"
      exit 1
    }
    ! is_stale || break_lock
    sleep 1
    waited=$((waited + 1))
  done
  echo "$$" >"$lock/pid"
  worker=''
  trap 'rm -rf "$lock"' EXIT
  trap 'stop_worker; exit 130' INT
  trap 'stop_worker; exit 143' TERM HUP
}

# in_lock COMMAND…: a worker that outlives a killed set-up still holds the lock.
in_lock() {
  "$@" &
  worker=$!
  echo "$$ $worker" >"$lock/pid"
  status=0
  wait "$worker" || status=$?
  worker=''
  return "$status"
}

stop_worker() {
  [ -z "$worker" ] || { kill "$worker" && wait "$worker" || :; }
}

# A holder that died before it wrote its number is given five seconds.
is_stale() {
  if holders=$(cat "$lock/pid" 2>/dev/null) && [ -n "$holders" ]; then
    for holder in $holders; do
      ! kill -0 "$holder" 2>/dev/null || return 1
    done
  else
    [ "$waited" -ge 5 ]
  fi
}

# Two that both found it stale must not remove the lock that one of them took anew: a second lock,
# held for a moment, and a second look.
break_lock() {
  mkdir "$lock.break" 2>/dev/null || return 0
  ! is_stale || rm -rf "$lock"
  rmdir "$lock.break"
}

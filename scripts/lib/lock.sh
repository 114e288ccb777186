# take_lock FOLDER: only one set-up at a time; the others wait. Making a folder is atomic, and the
# number of the process inside tells whether the holder still lives. Released at exit.

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
  trap 'rm -rf "$lock"' EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM HUP
}

# A holder that died before it wrote its number is given five seconds.
is_stale() {
  if holder=$(cat "$lock/pid" 2>/dev/null) && [ -n "$holder" ]; then
    ! kill -0 "$holder" 2>/dev/null
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

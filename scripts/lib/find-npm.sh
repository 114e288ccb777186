# find_npm: sets outer_node and outer_npm to a working Node.js (18 or newer) and an npm for it, past
# fake or broken ones in front. `"$outer_node" "$outer_npm" ARGS` is that npm whatever PATH says.

# Prints every file of a name on PATH, real programs before scripts: a script may be a version
# manager's shim, but is also what a wrapper or a fake looks like.
candidates() {
  for kind in program script; do
    rest=$outer_path:
    while [ -n "$rest" ]; do
      file=${rest%%:*}/$1
      rest=${rest#*:}
      [ -f "$file" ] && [ -x "$file" ] || continue
      case $(head -c 2 "$file" | tr -d '\0') in
        '#!') [ "$kind" = script ] || continue ;;
        *) [ "$kind" = program ] || continue ;;
      esac
      printf '%s\n' "$file"
    done
  done
}

is_working_node() {
  major=$("$1" -p 'process.release.name === "node" && process.versions.node.split(".")[0]' 2>/dev/null) || return 1
  case $major in '' | *[!0-9]*) return 1 ;; esac
  [ "$major" -ge 18 ]
}

find_npm() {
  [ -z "${outer_node-}" ] || return 0
  found=$(
    candidates node | while IFS= read -r node_file; do
      is_working_node "$node_file" || continue
      real=$("$node_file" -p 'process.execPath')
      {
        printf '%s\n' "${real%/*}/../lib/node_modules/npm/bin/npm-cli.js" "${real%/*}/node_modules/npm/bin/npm-cli.js"
        candidates npm | while IFS= read -r npm_file; do readlink -f "$npm_file"; done
      } | while IFS= read -r npm_file; do
        case $npm_file in */npm-cli.js) ;; *) continue ;; esac
        "$real" "$npm_file" --version >/dev/null 2>&1 || continue
        printf '%s\n%s\n' "$real" "$npm_file"
        break
      done
    done | head -n 2
  )
  outer_node=${found%%
*}
  outer_npm=${found#*
}
  [ -n "$found" ] || {
    echo "pinfold: set-up needs Node.js 18 or newer with npm on PATH, and there is none that works"
    exit 1
  }
}

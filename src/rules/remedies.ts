/** Next steps that several rules share, with the exact command. */

export function shellPath(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** What puts an npx tree right: npx installs it anew. */
export function reinstall(root: string): string {
  return `1 quit the client  2 rm -r ${shellPath(root)}  3 start the server once, then pinfold verify  4 not your edit? replace the secrets it was given`;
}

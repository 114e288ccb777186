/** Next steps that several rules share, with the exact command. */

export function shellPath(path: string): string {
  return /^[\w@%+=:,./~-]+$/.test(path) ? path : `'${path.replaceAll("'", String.raw`'\''`)}'`;
}

/** What puts an npx tree right: npx installs it anew. */
export function reinstall(root: string): string {
  return `quit the client; not your edit? replace the secrets it was given; rm -r ${shellPath(root)}, start the server once, then pinfold verify`;
}

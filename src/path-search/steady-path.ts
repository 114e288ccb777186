/** fnm gives each shell a link of its own, named after its process and the time. */
const OF_ONE_SHELL = /\/fnm_multishells\/[^/]+(?=\/|$)/;

/** A path as it is in every shell: what is another one in each is the same in all. */
export function steadyPath(path: string): string {
  return path.replace(OF_ONE_SHELL, "/fnm_multishells/*");
}

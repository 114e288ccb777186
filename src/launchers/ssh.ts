import type { Launcher } from "./define.ts";
import { declined } from "./details.ts";

/** Whatever ssh starts runs on another machine. */
export const ssh: Launcher = {
  id: "ssh",
  names: ["ssh", "plink", "mosh"],
  toLaunch: () => declined("ssh", "the server runs on another machine", "remote-shell"),
};

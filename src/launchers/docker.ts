import { RUN_FLAGS } from "./container-flags.ts";
import { containerLauncher } from "./container.ts";

export const docker = containerLauncher({
  name: "docker",
  runFlags: RUN_FLAGS,
  shortNames: "docker",
});

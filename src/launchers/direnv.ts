import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

/** `direnv exec DIR COMMAND…`: DIR's `.envrc` is a script that runs first. */
export const direnv = wrapper({
  id: "direnv",
  subcommand: "exec",
  flags: flagTable(),
  operands: 1,
  needsDashes: false,
  influence: "the .envrc that direnv runs",
});

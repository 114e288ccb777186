import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

export const fnm = wrapper({
  id: "fnm",
  globalFlags: flagTable({ value: "--log-level --arch", unjudged: { value: "--fnm-dir" } }),
  subcommand: "exec",
  flags: flagTable({ value: "--using --log-level", unjudged: { value: "--fnm-dir" } }),
  needsDashes: false,
  influence: "the Node that fnm chooses",
});

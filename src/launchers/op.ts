import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

export const op = wrapper({
  id: "op",
  globalFlags: flagTable({
    boolean: "--cache --debug --no-color",
    value: "--account --encoding --format --session",
    unjudged: { value: "--config" },
  }),
  subcommand: "run",
  flags: flagTable({
    boolean: "--no-masking --cache --debug --no-color",
    value: "--account --env-file --environment --session",
    unjudged: { value: "--config" },
  }),
  needsDashes: true,
  influence: "variables that op run sets",
});

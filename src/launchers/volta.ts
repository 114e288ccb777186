import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

export const volta = wrapper({
  id: "volta",
  globalFlags: flagTable({ boolean: "--quiet --verbose --very-verbose" }),
  subcommand: "run",
  flags: flagTable({
    boolean: "--quiet --verbose --bundled-npm --no-pnpm --no-yarn",
    value: "--node --npm --pnpm --yarn",
    unjudged: { value: "--env" },
  }),
  needsDashes: false,
  influence: "the tools that volta chooses",
});

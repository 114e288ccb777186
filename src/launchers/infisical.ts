import { flagTable } from "./flags.ts";
import { wrapper } from "./wrapper.ts";

export const infisical = wrapper({
  id: "infisical",
  subcommand: "run",
  flags: flagTable({
    boolean: "--silent --expand --include-imports --recursive --secret-overriding",
    value: "--env --path --projectId --token --domain --tags --log-level",
    unjudged: { boolean: "--watch", value: "--project-config-dir" },
  }),
  needsDashes: true,
  influence: "variables that infisical sets",
});

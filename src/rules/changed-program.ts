import { seen } from "./launcher-texts.ts";
import { defineRule } from "./define.ts";

export const changedProgram = defineRule({
  id: "changed-program",
  title: "A local program is not the one that the lockfile pins",
  severity: "error",
  docs: {
    why: "The team pinned the digest of this program, or of the folder that its script loads from, for this platform. Other bytes are another program, whatever its name.",
    remedy:
      "Install the pinned build again. If the new one is wanted, review it and pin it: remove its lockfile and `pinfold lock SERVER --lockfiles DIR`.",
  },
  checks: {
    *program({ name, file, lockfile, differences }) {
      for (const { path, pinned, observed } of differences)
        yield {
          message:
            path === file
              ? `${path} is not the program that ${lockfile?.file ?? "the lockfile"} pins`
              : `${path}, which ${name} loads its code from, is not what ${lockfile?.file ?? "the lockfile"} pins`,
          location: { file: path },
          ...seen(pinned, observed, observed === null ? null : path),
        };
    },
  },
});

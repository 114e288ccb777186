import type { Bringer } from "./define.ts";

/** uv and pipx keep no closure that could be held: uvx resolves the dependencies at every start. */
export const pythonBringer: Bringer<"pypi"> = {
  takes: ({ pypi }) => pypi !== null,

  bring(_context, { entry, launch }) {
    const launcher = launch.launcher ?? "its launcher";
    const notHeld = launcher.startsWith("uv")
      ? `${launcher} resolves the dependencies anew at every start, also those of an exact version: only pinfold run holds them (pinfold harden ${entry.name})`
      : `what ${launcher} starts is not brought to the pin: only pinfold run holds it (pinfold harden ${entry.name})`;
    return Promise.resolve({ root: null, notHeld, isMended: false, findings: [] });
  },
};

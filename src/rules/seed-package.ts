import { defineRule } from "./define.ts";

export const seedPackage = defineRule({
  id: "seed-package",
  title: "The maker of an environment put packages of its own in",
  severity: "note",
  verdict: "inconclusive",
  docs: {
    why: "`python -m venv` and pipx put pip, and older ones setuptools, into each environment. No server asks for them, so no lockfile has them, and still the server can load them. `pinfold lock` compares them with the releases of the index, and says nothing of those that equal one. These differ, as those of a Linux distribution do, or were not compared. They were recorded when they were first seen, and any change from now on is an error.",
    remedy:
      "Run `pinfold lock`, which compares them. Or remove them (`python -m pip uninstall setuptools pip`), or make the environment with `uv venv` or `python -m venv --without-pip`.",
  },
  checks: {
    *python({ environments }) {
      for (const { root, seeds } of environments) {
        if (seeds.length === 0) continue;
        yield {
          message: `${seeds.join(" and ")} came with the environment, and no lockfile has ${seeds.length === 1 ? "it" : "them"}`,
          location: { file: root },
        };
      }
    },
  },
});

import { defineRule } from "./define.ts";

export const sharedArchive = defineRule({
  id: "shared-archive",
  title: "A changed file of uv's cache is loaded by several servers",
  severity: "error",
  docs: {
    why: "uv keeps each package once and links its files into every environment that needs it. A file that is changed in one environment is changed in all of them, also in those of servers that nobody touched, and `uv cache clean PACKAGE`, `--refresh` and `--isolated` leave it there.",
    remedy:
      "Quit the clients, run `uv cache clean` without a package's name, start the servers once, and run `pinfold verify`. Replace the secrets of every server named.",
  },
  checks: {
    *python({ name, shared }) {
      for (const { path, servers } of shared) {
        const others = servers.filter((server) => server !== name);
        yield {
          message: `the changed file is also loaded by ${others.join(", ")}: uv's cache has it once`,
          location: { file: path },
          remedy: `1 quit the clients of ${servers.join(", ")}  2 uv cache clean  3 start each of them once, then pinfold verify`,
        };
      }
    },
  },
});

import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { parseFlags } from "./flags.ts";
import { NODE_FLAGS } from "./node-flags.ts";
import { startCommand, startPackage } from "./programs/index.ts";
import { scriptLaunch } from "./script.ts";
import { installedFile } from "./words/paths.ts";

/** npm's own entry files, started without their launcher: `node …/npm/bin/npx-cli.js -y X`. */
const NPM_ENTRIES: ReadonlyMap<string, string> = new Map([
  ["bin/npx-cli.js", "npx"],
  ["bin/npm-cli.js", "npm"],
]);

/** `node [OPTIONS] FILE [ARGS…]`. */
export const node: Launcher = {
  id: "node",
  names: ["node", "nodejs"],
  toLaunch(invocation, resolve) {
    const { rest, unknown, unjudged } = parseFlags(invocation.args, NODE_FLAGS);
    if (unknown !== null) return unknownOption("node", unknown);
    const [file, ...args] = rest;
    if (file === undefined || file === "-") return declined("node", "node is given no file");
    const { cwd } = invocation;
    const installed = installedFile(file);
    if (installed === null) {
      // A link to a package's command, which can be a runner of the next word.
      const [, bin] = /[\\/]\.bin[\\/]([^\\/]+)$/.exec(file) ?? [];
      const base = { ...scriptLaunch({ launcher: "node", file, unjudged }), cwd };
      const label = `node ${bin ?? ""}`;
      return bin === undefined
        ? base
        : startCommand(bin, { base, label, args, invocation, resolve });
    }
    const entry = installed.name === "npm" ? NPM_ENTRIES.get(installed.file) : undefined;
    if (entry !== undefined) {
      const inner = resolve({ ...invocation, command: entry, args });
      return {
        ...inner,
        wrappers: ["node", ...inner.wrappers],
        unjudged: [...unjudged, ...inner.unjudged, "npm started by its file"],
      };
    }
    if (MANAGERS.has(installed.name))
      return declined("node", `what ${installed.name} starts is not understood here`);
    const base = understood("installed-package", {
      launcher: "node",
      ecosystem: "npm",
      package: installed.name,
      file,
      cwd,
      unjudged,
    });
    return startPackage({ base, label: `node ${installed.name}`, args, invocation, resolve });
  },
};

// Their arguments decide what runs.
const MANAGERS = new Set([
  "npm",
  "npx",
  "pnpm",
  "yarn",
  "corepack",
  "bun",
  "deno",
  "nodemon",
  "pm2",
]);

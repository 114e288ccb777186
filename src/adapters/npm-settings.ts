import { join } from "node:path";

import { messageOf, PinfoldError } from "../errors.ts";
import type { NpmSettings, NpmSettingsQuery, NpmSettingsReader } from "../ports/npm-settings.ts";

/** An .npmrc that is a FIFO would never answer; npm itself hangs there. */
const TIME_LIMIT_MS = 5_000;

// Options that make npx start something else than the package's program with the judged Node.
const UNJUDGED = ["node-options", "script-shell", "call", "package", "workspace", "prefix"];

/** Reads npm's configuration with npm's own library. */
export const npmSettingsReader: NpmSettingsReader = {
  async read(query): Promise<NpmSettings> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error("no answer in time")), TIME_LIMIT_MS);
    });
    try {
      return await Promise.race([load(query), limit]);
    } catch (thrown) {
      throw new PinfoldError(
        "input",
        `npm's configuration for ${query.cwd} cannot be read: ${messageOf(thrown)}`,
        "npm config list, run in that folder, shows which file is at fault",
        thrown,
      );
    } finally {
      clearTimeout(timer);
    }
  },
};

async function load({ npmRoot, node, cwd, home, env }: NpmSettingsQuery): Promise<NpmSettings> {
  const { default: Config } = await import("@npmcli/config");
  const { default: definitions } = await import("@npmcli/config/lib/definitions/index.js");
  const config = new Config({
    ...definitions,
    // The library calls require() on package.json of this folder, which would run a
    // package.json.js: so it is only a folder whose package.json was seen to be a file.
    npmPath: npmRoot ?? join(home, ".pinfold-no-npm-here"),
    env: { ...env, HOME: home },
    argv: ["node", "npx"],
    execPath: node ?? "/nonexistent/bin/node",
    cwd,
    platform: process.platform,
    warn: false,
  });
  await config.load();
  const { flat } = config;
  const npxCache = flat["npxCache"];
  const cache = flat["cache"];
  if (typeof npxCache !== "string" || typeof cache !== "string")
    throw new Error("it names no cache folder");
  return {
    npxCache,
    cache: join(cache),
    localPrefix: config.localPrefix ?? cwd,
    globalPrefix: config.globalPrefix ?? "",
    unjudged: UNJUDGED.filter((key) => isSet(config.find(key), config.get(key))),
    flat,
  };
}

/** Set by a file or variable, not by npm's own default. */
function isSet(where: string | null, value: unknown): boolean {
  const isEmpty = value === null || value === "" || (Array.isArray(value) && value.length === 0);
  return where !== null && where !== "default" && where !== "builtin" && !isEmpty;
}

import { join } from "node:path";

import type { ConfigData } from "@npmcli/config";

import { messageOf, PinfoldError } from "../errors.ts";
import type {
  NpmLayer,
  NpmSettings,
  NpmSettingsQuery,
  NpmSettingsReader,
} from "../ports/npm-settings.ts";

/** An .npmrc that is a FIFO would never answer; npm itself hangs there. */
const TIME_LIMIT_MS = 5_000;

const LAYERS = ["cli", "env", "project", "user", "global", "builtin", "default"] as const;

/** Options that only prove who the user is: nothing judges them, so they go no further. */
const CREDENTIAL = /^\/\/|_auth|_password|^username$|^email$|^otp$|^key$|^cert$/i;

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
    layers: LAYERS.map((where) => layerOf(where, config.data.get(where))),
    flat,
  };
}

/** What one source says. npm's own defaults are of interest for the registry alone. */
function layerOf(where: NpmLayer["where"], layer: ConfigData | undefined): NpmLayer {
  const values = new Map<string, string>();
  // The library keeps where the global file is with its defaults, whoever sets it.
  const globalconfig = where === "default" ? undefined : layer?.raw?.["globalconfig"];
  for (const [option, value] of Object.entries({ globalconfig, ...layer?.data })) {
    if (CREDENTIAL.test(option) || (where === "default" && option !== "registry")) continue;
    const texts = (Array.isArray(value) ? value : [value]).map(textOf);
    if (texts.every((text) => text !== null)) values.set(option, texts.join("\n"));
  }
  const isFile =
    where === "project" || where === "user" || where === "global" || where === "builtin";
  return {
    where,
    file: isFile ? (layer?.source ?? null) : null,
    values: Object.fromEntries(values),
  };
}

function textOf(value: unknown): string | null {
  const isText =
    typeof value === "string" || typeof value === "boolean" || typeof value === "number";
  return isText ? String(value) : null;
}

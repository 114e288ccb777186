import { printableJson } from "../model/text.ts";
import { EXIT } from "../model/verdict.ts";
import { shippedBase } from "../provenance/shipped.ts";
import { headJson } from "../reporters/json.ts";
import { styleFor } from "../reporters/style.ts";
import { refreshedText, summarizeTrust } from "../reporters/trust.ts";
import { foldersOf } from "../state/folders.ts";
import { trustFile, trustInForce } from "../trust/in-force.ts";
import { refreshTrust } from "../trust/refresh.ts";
import type { CommandContext, Run } from "./define.ts";
import { usageError } from "./options.ts";
import { userSettings } from "../ecosystems/npm/user-settings.ts";

/** Where Sigstore publishes what is to be trusted. */
const SIGSTORE = "https://tuf-repo-cdn.sigstore.dev";

/** Asks for newer trust material, once; nothing else ever does. */
export const run: Run = async (context) => {
  const { io, world, options } = context;
  if (options.positionals.length > 0) throw usageError("trust refresh takes no arguments");
  const { machine, disk, files, version } = world;
  const dataFolder = foldersOf(machine).data;
  const address = addressOf(options.one("from") ?? SIGSTORE);
  const before = summarizeTrust(await trustInForce(disk, dataFolder), machine.now);
  const { trustSource } = await context.lockWorld();
  io.progress(`asking ${address}`);
  try {
    await refreshTrust({
      disk,
      files,
      dataFolder,
      source: trustSource,
      address,
      now: machine.now,
      keysTarget: await keysTarget(context),
      base: shippedBase(),
    });
  } finally {
    io.progress(null);
  }
  const after = summarizeTrust(await trustInForce(disk, dataFolder), machine.now);
  world.audit.append({
    event: "trust-refreshed",
    message: `trust material was fetched from ${address}`,
    file: trustFile(dataFolder),
    digest: after.trustedRoot.digest,
    details: { registryKeys: after.registryKeys.digest, from: before.trustedRoot.digest },
  });
  if (options.format === "json") {
    const head = headJson({ version, now: machine.now.toISOString() });
    io.out(`${printableJson({ ...head, before, after, exitCode: EXIT.clean })}\n`);
  } else io.out(refreshedText(before, after, styleFor(io.isTerminal, machine.env)));
  return EXIT.clean;
};

function addressOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:"))
    throw usageError(`--from ${text} is no address of a repository`, "as in https://HOST/PATH");
  return text;
}

/**
 * The repository names a registry's key set after the registry's host: that of the registry which npm
 * asks where nobody set another.
 */
async function keysTarget({ world }: CommandContext): Promise<string | null> {
  const { npmSettings, machine } = world;
  const { home } = machine;
  const settings = await userSettings(npmSettings, home);
  const usual = settings.layers.find(({ where }) => where === "default")?.values["registry"];
  return usual === undefined ? null : `${new URL(usual).host}/keys.json`;
}

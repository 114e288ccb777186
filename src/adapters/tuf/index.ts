import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { type TargetFile, Updater } from "tuf-js";

import { messageOf, PinfoldError } from "../../errors.ts";
import type { TrustAnswer, TrustQuestion, TrustSource } from "../../ports/trust-source.ts";
import { withDeadline } from "../deadline.ts";
import { TufFetcher } from "./fetcher.ts";

const PATIENCE = 120_000;
const METADATA = /^(.+)\.json$/;
// The largest that Sigstore has has 7 KB.
const MAX_TARGET = 4 * 1024 * 1024;

/**
 * The client of the specification (TUF, 5) in a folder that is made for one question: what it leaves
 * there is handed back, and nothing is kept where it could be changed in between.
 */
export const tufSource: TrustSource = {
  async fetch(question) {
    const folder = mkdtempSync(join(tmpdir(), "pinfold-trust-"));
    try {
      return await withDeadline(ask(folder, question), PATIENCE);
    } catch (thrown) {
      if (thrown instanceof PinfoldError) throw thrown;
      throw refusal(question.source, thrown);
    } finally {
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  },
};

async function ask(
  folder: string,
  { source, root, metadata, targets }: TrustQuestion,
): Promise<TrustAnswer> {
  writeFileSync(join(folder, "root.json"), root);
  for (const [role, text] of Object.entries(metadata))
    writeFileSync(join(folder, `${encodeURIComponent(role)}.json`), text);
  const fetcher = new TufFetcher();
  const base = source.replace(/\/+$/, "");
  const updater = new Updater({
    metadataDir: folder,
    metadataBaseUrl: base,
    targetBaseUrl: `${base}/targets`,
    fetcher,
  });
  await updater.refresh();
  const found: Record<string, string> = {};
  for (const name of targets) {
    const info = await updater.getTargetInfo(name);
    if (info !== undefined) found[name] = await target(updater, info, join(folder, "target"));
  }
  const roots = [...fetcher.roots].toSorted(([a], [b]) => a - b).map(([, text]) => text);
  return { roots, metadata: metadataIn(folder), targets: found };
}

async function target(updater: Updater, info: TargetFile, file: string): Promise<string> {
  if (info.length > MAX_TARGET)
    throw new PinfoldError(
      "input",
      `${info.path} is larger than any real one`,
      "see the repository",
    );
  await updater.downloadTarget(info, file);
  return readFileSync(file, "utf8");
}

function metadataIn(folder: string): Record<string, string> {
  const names = readdirSync(folder).filter((name) => name !== "root.json" && METADATA.test(name));
  return Object.fromEntries(
    names.map((name) => [
      decodeURIComponent(METADATA.exec(name)?.[1] ?? ""),
      readFileSync(join(folder, name), "utf8"),
    ]),
  );
}

const NETWORK =
  /ECONN|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|FETCH_ERROR|status \d|no answer in time|network/i;

function refusal(source: string, thrown: unknown): PinfoldError {
  const message = messageOf(thrown).split("\n")[0]?.slice(0, 300) ?? "";
  if (NETWORK.test(message))
    return new PinfoldError(
      "network",
      `${source} gave no usable answer: ${message}`,
      "check the network and its proxy; the trust material that is here stays in use",
      thrown,
    );
  return new PinfoldError(
    "input",
    `what ${source} serves is not taken: ${message}`,
    "nothing was changed: metadata that is expired, older or not signed by the trusted keys is not Sigstore's today",
    thrown,
  );
}

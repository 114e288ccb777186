import { hash } from "node:crypto";
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { messageOf, PinfoldError, systemCodeOf } from "../../errors.ts";
import type { UvProvider } from "../../ports/uv-provider.ts";
import { zipFiles } from "../python-index/zip-entries.ts";
import { PINNED_UV } from "./pinned-uv.ts";
import { runProgram } from "../run-program.ts";

const LIMIT_MS = 180_000;
const PROGRAM = process.platform === "win32" ? "uv.exe" : "uv";

export const uvProvider: UvProvider = uvProviderOf(PINNED_UV);

/** @param pinned sha256 of wheels and of the program in each */
export function uvProviderOf(pinned: {
  readonly version: string;
  readonly wheels: readonly (readonly [wheel: string, program: string])[];
}): UvProvider {
  const { version, wheels } = pinned;
  const folderOf = (tools: string): string => join(tools, `uv-${version}`);
  return {
    version,

    own(tools) {
      const path = join(folderOf(tools), PROGRAM);
      const sha256 = digestOf(path);
      const isPinned = sha256 !== null && wheels.some(([, program]) => program === sha256);
      return Promise.resolve(isPinned ? path : null);
    },

    async fetch(python, tools) {
      const place = mkdtempSync(join(tmpdir(), "pinfold-uv-"));
      try {
        await download(python, place, pinned);
        const [file] = readdirSync(place);
        const wheel = file === undefined ? null : readFileSync(join(place, file));
        const known = wheels.find(
          ([one]) => wheel !== null && one === hash("sha256", wheel, "hex"),
        );
        if (wheel === null || known === undefined) throw refused("it is not the pinned wheel");
        for await (const { path, bytes } of zipFiles(wheel)) {
          if (!path.endsWith(`.data/scripts/${PROGRAM}`)) continue;
          if (hash("sha256", bytes, "hex") !== known[1]) throw refused("it has another uv in it");
          return keep(folderOf(tools), bytes);
        }
        throw refused("there is no uv in it");
      } catch (thrown) {
        if (thrown instanceof PinfoldError) throw thrown;
        throw new PinfoldError(
          "input",
          `uv ${version} could not be kept: ${messageOf(thrown)}`,
          "check the free space of the disk, or install uv yourself",
          thrown,
        );
      } finally {
        rmSync(place, { recursive: true, force: true });
      }
    },
  };
}

/** pip takes the wheel of this machine, from the index that it is set to, and only with a pinned hash. */
async function download(
  python: string,
  place: string,
  { version, wheels }: Parameters<typeof uvProviderOf>[0],
): Promise<void> {
  const hashes = wheels.map(([wheel]) => `--hash=sha256:${wheel}`);
  const list = join(place, "..", `${place.slice(place.lastIndexOf("-") + 1)}.txt`);
  writeFileSync(list, `uv==${version} ${hashes.join(" ")}\n`);
  const args = "-I -m pip download --quiet --disable-pip-version-check --no-input --no-cache-dir";
  const more = ["--no-deps", "--only-binary", ":all:", "--require-hashes", "--dest", place];
  const env = Object.entries(process.env).flatMap(([name, value]): [string, string][] =>
    value === undefined || name.startsWith("PYTHON") ? [] : [[name, value]],
  );
  try {
    const run = await runProgram(python, [...args.split(" "), ...more, "--requirement", list], {
      env: Object.fromEntries(env),
      timeout: LIMIT_MS,
    });
    if (run.problem === null && run.code === 0) return;
    const said = run.problem ?? run.stderr.trim().split("\n").at(-1)?.slice(0, 300) ?? "";
    throw new PinfoldError(
      "network",
      `pip of ${python} could not fetch uv ${version}: ${said}`,
      "install uv yourself, where the client finds it, then run the command again",
    );
  } finally {
    rmSync(list, { force: true });
  }
}

function keep(folder: string, bytes: Buffer): string {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const beside = join(folder, `${process.pid}.tmp`);
  writeFileSync(beside, bytes, { mode: 0o700 });
  chmodSync(beside, 0o700);
  renameSync(beside, join(folder, PROGRAM));
  return join(folder, PROGRAM);
}

function digestOf(path: string): string | null {
  try {
    return hash("sha256", readFileSync(path), "hex");
  } catch (thrown) {
    if (systemCodeOf(thrown) !== null) return null;
    throw thrown;
  }
}

function refused(why: string): PinfoldError {
  return new PinfoldError(
    "refused",
    `what pip fetched as uv was not kept: ${why}`,
    "install uv yourself, and tell whoever runs the index that pip is set to",
  );
}

import { rmSync, writeFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { join } from "node:path";

import * as v from "valibot";

import { uvEnvironment } from "../../ecosystems/pypi/uv-request.ts";
import { PinfoldError } from "../../errors.ts";
import type { CompileTask, PythonInstaller } from "../../ports/python-installer.ts";
import { type ProgramRun, runProgram } from "../run-program.ts";
import { COMPILE, FACTS } from "./scripts.ts";

const LIMIT_MS = 180_000;

/** Alone: no environment, no site packages, no variables, no compiled files of its own. */
const ALONE = ["-I", "-S", "-B"];

const Facts = v.object({
  version: v.pipe(v.string(), v.regex(/^3\.\d+$/)),
  tag: v.pipe(v.string(), v.regex(/^[a-z]+-\d+t?$/)),
  search: v.array(v.string()),
});

export const pythonInstaller: PythonInstaller = {
  async install({ archives, requirements, ...request }) {
    const { uv, python, folder } = request;
    const env = uvEnvironment({ ...request, env: {}, config: false });
    const list = join(archives, "requirements.txt");
    writeFileSync(list, `${requirements.join("\n")}\n`);
    try {
      const venv = ["venv", "--python", python, "--relocatable", "--no-project", "--quiet"];
      await succeed(runProgram(uv, [...venv, folder], { env, timeout: LIMIT_MS }), "uv venv");
      const sync = ["pip", "sync", list, "--python", folder, "--require-hashes", "--quiet"];
      const offline = ["--offline", "--no-index", "--find-links", archives, "--no-build"];
      const plain = ["--link-mode", "copy", "--no-compile-bytecode", "--no-progress"];
      const args = [...sync, ...offline, ...plain];
      await succeed(runProgram(uv, args, { env, timeout: LIMIT_MS }), "uv pip sync");
    } finally {
      rmSync(list, { force: true });
    }
  },

  async facts(python) {
    const run = runProgram(python, [...ALONE, "-c", FACTS], { env: {}, timeout: LIMIT_MS });
    const { stdout } = await succeed(run, python);
    const parsed = v.safeParse(Facts, parsedJson(stdout));
    if (parsed.success) return parsed.output;
    throw new PinfoldError(
      "input",
      `${python} does not say where it looks for its modules`,
      "check that it is a Python: run it with --version",
    );
  },

  async compile(python, tasks) {
    const width = Math.max(1, Math.min(2, availableParallelism()));
    const shares = Array.from({ length: width }, (_, share) =>
      tasks.filter((__, index) => index % width === share),
    );
    await Promise.all(shares.map((own) => compileAll(python, own)));
  },
};

async function compileAll(python: string, tasks: readonly CompileTask[]): Promise<void> {
  const input = JSON.stringify(
    tasks.map(({ source, compiled, shown }) => [source, compiled, shown]),
  );
  const options = { env: {}, timeout: LIMIT_MS, input };
  await succeed(runProgram(python, [...ALONE, "-c", COMPILE], options), `${python}, compiling`);
}

async function succeed(work: Promise<ProgramRun>, what: string): Promise<ProgramRun> {
  const run = await work;
  if (run.problem === null && run.code === 0) return run;
  const said = run.problem ?? run.stderr.trim().split("\n").slice(-3).join(" ").slice(0, 400);
  const isRefused = /hash|digest/i.test(said);
  throw new PinfoldError(
    isRefused ? "refused" : "input",
    `${what} did not succeed: ${said}`,
    isRefused
      ? "the archives are not the pinned ones; run pinfold lock --check --online"
      : "check that the program works by itself, and that the disk has space",
  );
}

function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

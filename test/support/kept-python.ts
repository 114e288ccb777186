import { basename } from "node:path/posix";

import { run as runCommand } from "../../src/commands/run.ts";
import { run as syncCommand } from "../../src/commands/sync.ts";
import type { CommandContext } from "../../src/commands/define.ts";
import { PinfoldError } from "../../src/errors.ts";
import type { PythonInstaller } from "../../src/ports/python-installer.ts";
import type { Start } from "../../src/ports/starter.ts";
import type { MemoryDisk } from "./memory-disk.ts";
import { TERN, WAVE } from "./python-home.ts";
import { type PythonStage, stage } from "./python-stage.ts";
import { FakeStarting } from "./starting.ts";
import { wheelName } from "./wheels.ts";

export const LIBRARY = "/usr/lib/python3.12";
const SHELF = "/home/ada/.local/share/pinfold/store/pypi";

/** `tern` of uvx, locked, and its private copy made: nothing of it is run. */
export class KeptPython implements AsyncDisposable {
  readonly stage: PythonStage;
  readonly disk: MemoryDisk;

  static async start(): Promise<KeptPython> {
    const it = await stage();
    const { disk } = it.world;
    disk
      .file(`${LIBRARY}/os.py`, "name = 'posix'\n")
      .file(`${LIBRARY}/encodings/__init__.py`, "")
      .file(`${LIBRARY}/site-packages/extra.py`, "");
    it.world.pythonInstaller = installerOn(it);
    it.python.caches("tern-environment", TERN, WAVE);
    if (!(await it.world.locks())) throw new Error(it.world.err);
    const kept = new KeptPython(it);
    await kept.sync();
    if (!it.world.out.includes("private copy made"))
      throw new Error(`${it.world.out}${it.world.err}`);
    return kept;
  }

  private constructor(it: PythonStage) {
    this.stage = it;
    this.disk = it.world.disk;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stage[Symbol.asyncDispose]();
  }

  async sync(): Promise<number> {
    return syncCommand(this.#context([]));
  }

  /** `pinfold run pypi:mcp-server-tern`, with what is said beside. */
  async run(): Promise<{ code: number; started: Start | null; said: string }> {
    const { world } = this.stage;
    const starting = new FakeStarting("/usr/bin/node", this.disk);
    world.starting = starting;
    const before = world.err.length;
    try {
      const code = await runCommand(this.#context(["pypi:mcp-server-tern"]));
      return { code, started: starting.started, said: starting.said + world.err.slice(before) };
    } catch (thrown) {
      if (!(thrown instanceof PinfoldError)) throw thrown;
      return { code: 2, started: null, said: `${starting.said}${thrown.message}\n` };
    }
  }

  /** The folder of the only copy. */
  get folder(): string {
    const [only, ...more] = (this.disk.list(SHELF) ?? []).filter(({ kind }) => kind === "folder");
    if (only === undefined || more.length > 0) throw new Error("not one copy");
    return `${SHELF}/${only.name}`;
  }

  at(inside: string): string {
    return `${this.folder}/${inside}`;
  }

  /** The environment of the next start. */
  sets(env: Readonly<Record<string, string>>): void {
    const { world } = this.stage;
    world.machine = { ...world.machine, env };
  }

  #context(positionals: readonly string[]): CommandContext {
    const context = this.stage.world.commandContext({});
    return { ...context, options: { ...context.options, positionals } };
  }
}

/** uv and Python as far as a copy needs them: wheels become files, sources become compiled ones. */
function installerOn({ world, python }: PythonStage): PythonInstaller {
  const { disk } = world;
  return {
    install: async ({ folder, archives }) => {
      const there = (disk.list(archives) ?? []).map(({ name }) => basename(name));
      python.makes(folder, ...[TERN, WAVE].filter((wheel) => there.includes(wheelName(wheel))));
    },
    facts: async () => ({
      version: "3.12",
      tag: "cpython-312",
      search: ["/usr/lib/python312.zip", LIBRARY, `${LIBRARY}/lib-dynload`],
    }),
    compile: async (_python, tasks) => {
      for (const { source, compiled } of tasks)
        disk.file(compiled, `compiled ${Buffer.from(disk.read(source, 2 ** 20) ?? "").toString()}`);
    },
  };
}

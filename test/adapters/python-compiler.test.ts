import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { suite, test } from "node:test";

import { pythonCompiler } from "../../src/adapters/python-compiler/index.ts";
import { PinfoldError } from "../../src/errors.ts";

const SOURCE = `"""Waves."""
import dataclasses

LEVELS = frozenset({"low", "high", "spring"})

@dataclasses.dataclass
class Wave:
    height: float = -0.0
    names: tuple = (1, 2.5, 3j, None, ..., "é", b"raw", 2**80)

    async def roll(self, *args, **more):
        try:
            return [x async for x in args if x not in {1, 2}] or (lambda y: y + self.height)
        except* ValueError as error:
            raise error
`.replace("except*", "except");

const python = findPython();
const sha256 = (path: string): string =>
  createHash("sha256").update(readFileSync(path)).digest("hex");

function findPython(): string | null {
  try {
    const code = "import sys; print(sys.executable)";
    return execFileSync("python3", ["-c", code], { encoding: "utf8" }).trim();
  } catch {
    return null;
  }
}

/** A source and what the real Python compiles it to. */
class Compiled implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "pinfold-compiled-"));
  readonly source = join(this.folder, "wave.py");
  readonly compiled: string;

  constructor() {
    writeFileSync(this.source, SOURCE);
    this.runs(`import py_compile; py_compile.compile(${JSON.stringify(this.source)})`);
    const cache = join(this.folder, "__pycache__");
    this.compiled = join(cache, readdirSync(cache)[0] ?? "");
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  runs(code: string): void {
    execFileSync(python ?? "", ["-I", "-c", code]);
  }

  /** Writes the compiled file anew, with other bytes behind the same header. */
  recompiles(text: string, { name = this.source, version = "" } = {}): void {
    const [path, source, file] = [this.compiled, text, name].map((one) => JSON.stringify(one));
    this.runs(
      `import marshal; data = open(${path}, "rb").read()[:16]; open(${path}, "wb").write(data + marshal.dumps(compile(${source}, ${file}, "exec", dont_inherit=True)${version}))`,
    );
  }

  async compare(): Promise<"right" | "wrong" | "neither"> {
    const { compiled, source } = this;
    const pair = {
      compiled,
      source,
      compiledSha256: sha256(compiled),
      sourceSha256: sha256(source),
    };
    const { right, wrong } = await pythonCompiler.compare(python ?? "", [pair]);
    return right.has(compiled) ? "right" : wrong.has(compiled) ? "wrong" : "neither";
  }
}

suite(
  "compiled files and their sources",
  { skip: python === null ? "no python3 on PATH" : false },
  () => {
    test("what Python wrote is right", async () => {
      using it = new Compiled();
      assert.equal(await it.compare(), "right");
    });

    test("the same code written otherwise is right: by another name, without shared constants", async () => {
      using it = new Compiled();
      it.recompiles(SOURCE, { name: "/somewhere/else.py" });
      assert.equal(await it.compare(), "right");
      it.recompiles(SOURCE, { version: ", 2" });
      assert.equal(await it.compare(), "right");
    });

    for (const [what, edit] of [
      ["one more line", (text: string) => `${text}import os\n`],
      ["another constant", (text: string) => text.replace("2.5", "2.6")],
      ["another name", (text: string) => text.replace("height", "weight")],
      ["another sign of zero", (text: string) => text.replace("-0.0", "0.0")],
      ["another member of a set", (text: string) => text.replace('"spring"', '"neap"')],
    ] as const)
      test(`code with ${what} is wrong`, async () => {
        using it = new Compiled();
        it.recompiles(edit(SOURCE));
        assert.equal(await it.compare(), "wrong");
      });

    for (const [what, body] of [
      ["nothing", Buffer.alloc(0)],
      ["garbage", Buffer.from("evil")],
      ["a text in place of code", Buffer.from("a\u0004evil", "latin1")],
      ["a tuple that never ends", Buffer.from([0x28, 0xff, 0xff, 0xff, 0x7f])],
      [
        "tuples in tuples",
        Buffer.concat([Buffer.alloc(200_000, Buffer.from([0x29, 1])), Buffer.from("N")]),
      ],
      ["a reference to nothing", Buffer.from([0x72, 9, 0, 0, 0])],
    ] as const)
      test(`a compiled file that holds ${what} is wrong, and harms nobody`, async () => {
        using it = new Compiled();
        const head = readFileSync(it.compiled).subarray(0, 16);
        writeFileSync(it.compiled, Buffer.concat([head, body]));
        assert.equal(await it.compare(), "wrong");
      });

    test("a source that does not compile has no compiled file", async () => {
      using it = new Compiled();
      writeFileSync(it.source, "def (\n");
      assert.equal(await it.compare(), "wrong");
    });

    test("another Python's file, and files that changed meanwhile, are not compared", async () => {
      using it = new Compiled();
      const bytes = readFileSync(it.compiled);
      bytes[0] = (bytes[0] ?? 0) ^ 1;
      writeFileSync(it.compiled, bytes);
      assert.equal(await it.compare(), "neither");
      const gone = {
        compiled: it.compiled,
        source: it.source,
        compiledSha256: "0".repeat(64),
        sourceSha256: sha256(it.source),
      };
      const { right, wrong } = await pythonCompiler.compare(python ?? "", [gone]);
      assert.deepEqual([right.size, wrong.size], [0, 0]);
    });

    test("nothing beside the interpreter is loaded: no module of a folder, no variable", async () => {
      using it = new Compiled();
      mkdirSync(join(it.folder, "evil"));
      writeFileSync(join(it.folder, "json.py"), "raise SystemExit(9)\n");
      process.env["PYTHONPATH"] = it.folder;
      try {
        assert.equal(await it.compare(), "right");
      } finally {
        delete process.env["PYTHONPATH"];
      }
    });
  },
);

test("a Python that is none is told", async () => {
  await assert.rejects(pythonCompiler.compare("/nowhere/python3", []), PinfoldError);
});

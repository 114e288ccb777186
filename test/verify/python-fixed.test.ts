import assert from "node:assert/strict";
import { test } from "node:test";

import { TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage } from "../support/python-stage.ts";

const TOOL = "/home/ada/.local/share/uv/tools/mcp-server-tern";
const NEWER = { ...TERN, version: "1.5.0" };
const CLIENT_PATH = "/home/ada/bin:/usr/bin:/bin";

/** Tern installed as a tool of uv and locked, with an entry of uvx. */
async function withTool(args: readonly string[]): Promise<PythonStage> {
  const it = await stage({ command: "uvx", args: [...args] }, [TERN, WAVE, NEWER]);
  it.python.makes(TOOL, TERN, WAVE);
  assert.ok(await it.world.locks({ scope: { clientPath: CLIENT_PATH } }), it.world.err);
  return it;
}

async function rules({ world }: PythonStage): Promise<readonly string[]> {
  const { findings } = await world.judges({ clientPath: CLIENT_PATH });
  return findings.map(({ ruleId }) => ruleId);
}

// As uvx itself does: tried with uv 0.13.
for (const [args, isFixed] of [
  [["mcp-server-tern"], true],
  [["mcp-server-tern@1.4.0"], true],
  [["mcp-server-tern==1.4.0"], true],
  [["mcp-server-tern>=1.0"], true],
  [["--from", "mcp-server-tern", "mcp-server-tern"], true],
  [["mcp-server-tern>=1.5.0"], false],
  [["mcp-server-tern@1.5.0"], false],
  [["mcp-server-tern@latest"], false],
  [["--isolated", "mcp-server-tern"], false],
  [["--with", "wave", "mcp-server-tern"], false],
  [["--exclude-newer", "2027-01-01", "mcp-server-tern"], false],
  [["--index", "https://index.test/simple", "mcp-server-tern"], false],
] as const)
  test(`uvx ${args.join(" ")} ${isFixed ? "runs the installed tool" : "resolves, whatever is installed as a tool"}`, async () => {
    await using it = await withTool(args);
    assert.equal((await rules(it)).includes("floating-launch"), !isFixed);
    assert.match(it.world.out, isFixed ? / 1\.4\.0 / : / 1\.5\.0 /);
  });

test("what has uv look for another Python is nothing to an environment that is there", async () => {
  await using it = await withTool(["mcp-server-tern"]);
  it.world.disk.file("/home/ada/bin/python3", "\u007fELF other", { mode: 0o755 });
  it.world.disk.file("/home/ada/.python-version", "/home/ada/evil\n");
  assert.deepEqual(await rules(it), []);
  it.world.configures({ tern: { command: "uvx", args: ["--isolated", "mcp-server-tern"] } });
  assert.ok((await rules(it)).includes("shadowed-interpreter"));
});

import assert from "node:assert/strict";
import { test } from "node:test";

import { TERN, WAVE } from "../support/python-home.ts";
import { type PythonStage, stage, UVX } from "../support/python-stage.ts";
import type { Entry } from "../support/world.ts";

async function locked(entry: Entry): Promise<PythonStage> {
  const it = await stage(entry);
  it.python.caches("tern-environment", TERN, WAVE);
  assert.ok(await it.world.locks(), it.world.err);
  return it;
}

async function errors({ world }: PythonStage): Promise<readonly string[]> {
  const { findings } = await world.judges();
  return findings.flatMap(({ severity, ruleId, message }) =>
    severity === "error" ? [`${ruleId}: ${message}`] : [],
  );
}

const INDEX = "https://index.example.com/simple";

for (const args of [
  ["--index", INDEX],
  [`--index=${INDEX}`],
  ["--extra-index-url", INDEX],
  ["--default-index", INDEX],
  ["-f", "/srv/wheels"],
  ["-f/srv/wheels"],
  ["-p", "/srv/python"],
  ["--cache-dir", "/srv/cache"],
  ["--config-file", "/srv/uv.toml"],
  ["--with-editable", "/srv/other"],
])
  test(`${args.join(" ")} that came into an entry is an error`, async () => {
    await using it = await locked(UVX);
    it.world.configures({ tern: { command: "uvx", args: [...args, "mcp-server-tern"] } });
    const [word = ""] = (args[0] ?? "").split("=");
    const option = word.startsWith("-p") ? "--python" : word.startsWith("-f") ? "-f" : word;
    const [found = "", ...others] = await errors(it);
    assert.match(
      found,
      new RegExp(`^redirected-registry: the entry says ${option}, which it did not`),
    );
    assert.deepEqual(others, []);
  });

test("a Python by its version is no other place", async () => {
  await using it = await locked(UVX);
  it.world.configures({ tern: { command: "uvx", args: ["-p", "3.12", "mcp-server-tern"] } });
  assert.deepEqual(await errors(it), []);
});

test("an index that was there when it was locked is none, and another in its place is", async () => {
  const from = (index: string): Entry => ({
    command: "uvx",
    args: ["--index", index, "mcp-server-tern"],
  });
  await using it = await locked(from(INDEX));
  assert.deepEqual(await errors(it), []);
  it.world.configures({ tern: from("https://evil.example.com/simple") });
  assert.equal((await errors(it)).length, 1);
});

test("what the server itself is told is none of uv's business", async () => {
  await using it = await locked(UVX);
  it.world.configures({ tern: { command: "uvx", args: ["mcp-server-tern", "--index", INDEX] } });
  assert.deepEqual(await errors(it), []);
});

for (const [env, file] of [
  [{ XDG_CONFIG_HOME: "/srv/config" }, "/srv/config/uv/uv.toml"],
  [{ HOME: "/srv/home" }, "/srv/home/.config/uv/uv.toml"],
  [{ XDG_CONFIG_DIRS: "/etc/xdg:/srv/all" }, "/srv/all/uv/uv.toml"],
] as const)
  test(`${Object.keys(env).join()} that leads uv to a configuration is an error`, async () => {
    await using it = await locked(UVX);
    it.world.configures({ tern: { ...UVX, env } });
    assert.deepEqual(await errors(it), []);
    it.world.disk.file(file, "[[index]]\n");
    assert.deepEqual(await errors(it), [
      `redirected-registry: uv obeys ${file}, which is not the user's own configuration`,
    ]);
  });

test("the user's own configuration of uv is no alarm", async () => {
  await using it = await locked(UVX);
  it.world.plants("~/.config/uv/uv.toml", "[[index]]\n");
  assert.deepEqual(await errors(it), []);
  it.world.configures({ tern: { ...UVX, env: { HOME: "/home/ada" } } });
  assert.deepEqual(await errors(it), []);
});

import assert from "node:assert/strict";
import {
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";

import type { OwnProgram } from "../../src/ports/own-program.ts";
import { EntryHome } from "../support/entry-home.ts";
import { layProgram, ownProgramIn } from "../support/own-program.ts";

const CONFIG = ".config/Claude/claude_desktop_config.json";

/** A home whose pinfold is a small one, with `gull` locked. */
async function hardenable(): Promise<EntryHome> {
  const home = await EntryHome.start();
  home.ownProgram = smallProgram(home.npx.root);
  await home.locked(home.gull({ args: ["-y", "gull@1.0.0", "/srv"] }));
  return home;
}

function smallProgram(root: string, cli = "run();\n"): OwnProgram {
  const folder = join(root, "own");
  layProgram(folder, { "node_modules/pinfold": {} });
  const own = ownProgramIn(folder);
  mkdirSync(join(own.root, "dist"), { recursive: true });
  writeFileSync(join(own.root, "dist/cli.js"), cli);
  return own;
}

interface Entry {
  readonly command: string;
  readonly args: readonly string[];
}

function entryIn(file: string, name = "gull"): Entry {
  const { mcpServers } = JSON.parse(readFileSync(file, "utf8")) as {
    mcpServers: Record<string, Entry>;
  };
  const entry = mcpServers[name];
  assert.ok(entry !== undefined);
  return entry;
}

test("an entry is shown, written, understood, and put back to the same bytes", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  const before = readFileSync(file, "utf8");
  home.answers = ["y"];
  const { code, out, err } = await home.run("harden");
  assert.equal(code, 0, err);
  assert.match(out, /- +"command": "npx"/);
  assert.match(out, /gull → gull 1\.0\.0 from its private copy/);
  assert.match(err, /write 1 file\? \[y\/N\]/);
  const { command, args } = entryIn(file);
  assert.ok(existsSync(command) && existsSync(args[0] ?? ""));
  assert.deepEqual(args.slice(1), ["run", "npm:gull", "--", "/srv"]);
  const listed = await home.run("list");
  assert.match(listed.out, /pinfold: gull \(npm package\)/);

  const again = await home.run("harden", "--yes");
  assert.equal(again.code, 0);
  assert.match(again.out, /hardened already: claude-desktop\/gull/);

  const undone = await home.run("harden", "--undo", "--yes");
  assert.equal(undone.code, 0, undone.err);
  assert.match(undone.out, /the bytes that it had before/);
  assert.equal(readFileSync(file, "utf8"), before);
  assert.equal(existsSync(home.at(".local/share/pinfold/program")), false);
  const { rules, verdicts } = await home.verify();
  assert.deepEqual(
    rules.filter((rule) => rule.startsWith("error")),
    [],
  );
  assert.equal(verdicts["gull"], "verified");
});

test("a client that runs is named before the question", async () => {
  await using home = await hardenable();
  const running = (names: readonly string[]) =>
    names.includes("claude-desktop") ? [{ pid: 4711, path: "/bin" }] : [];
  home.clientEnvironment = { ...home.clientEnvironment, running };
  home.answers = ["n"];
  const { err } = await home.run("harden");
  assert.match(err, /Claude Desktop runs \(process 4711\): quit it first.*\nwrite 1 file/);
});

test("a no changes nothing, and leaves no copy behind", async () => {
  await using home = await hardenable();
  const before = readFileSync(home.at(CONFIG), "utf8");
  home.answers = ["n"];
  const { code } = await home.run("harden");
  assert.equal(code, 3);
  assert.equal(readFileSync(home.at(CONFIG), "utf8"), before);
  assert.equal(existsSync(home.at(".local/share/pinfold/program")), false);
});

test("without a terminal it is shown, and not written without --yes", async () => {
  await using home = await hardenable();
  const before = readFileSync(home.at(CONFIG), "utf8");
  const { code, out, err } = await home.run("harden");
  assert.equal(code, 2);
  assert.match(out, /from its private copy/);
  assert.match(err, /say --yes/);
  assert.equal(readFileSync(home.at(CONFIG), "utf8"), before);
  const json = await home.run("harden", "--json");
  assert.equal(json.code, 2);
});

test("what is left says why and what to do; JSON says it too", async () => {
  await using home = await hardenable();
  const edited = JSON.parse(readFileSync(home.at(CONFIG), "utf8")) as {
    mcpServers: Record<string, object>;
  };
  edited.mcpServers["tern"] = { command: "npx", args: ["-y", "tern"] };
  edited.mcpServers["reef"] = { url: "https://reef.example/mcp" };
  edited.mcpServers["crab"] = {
    command: "npx",
    args: ["-y", "gull@1.0.0"],
    env: { NODE_OPTIONS: "--require /tmp/x.js", API_TOKEN: "hunter2" },
  };
  home.file(CONFIG, JSON.stringify(edited, null, 2));
  const { code, out } = await home.run("harden", "--yes", "--json");
  assert.equal(code, 3);
  const { servers, exitCode } = JSON.parse(out) as {
    servers: { name: string; outcome: string; reason: string | null; remedy: string | null }[];
    exitCode: number;
  };
  assert.equal(exitCode, 3);
  const outcomes = Object.fromEntries(servers.map(({ name, outcome }) => [name, outcome]));
  assert.deepEqual(outcomes, { gull: "hardened", tern: "left", reef: "left", crab: "left" });
  const reasons = servers.map(({ name, reason, remedy }) => `${name}: ${reason}; ${remedy}`);
  assert.match(reasons.join("\n"), /tern: it is not pinned; pinfold lock tern/);
  assert.match(reasons.join("\n"), /crab: its variables would act on pinfold itself: NODE_OPTIONS/);
  assert.doesNotMatch(out, /hunter2/);
  assert.equal(entryIn(home.at(CONFIG), "crab").command, "npx");
});

test("a project's file gets no path of this machine", async () => {
  await using home = await hardenable();
  const project = join(home.npx.root, "shop");
  const file = home.file(
    join(project, ".mcp.json"),
    '{"mcpServers":{"gull":{"command":"npx","args":["-y","gull@1.0.0","/srv"]}}}\n',
  );
  const { code, err } = await home.run(
    "harden",
    "--project",
    project,
    "--client",
    "claude-code",
    "--yes",
  );
  assert.equal(code, 0, err);
  assert.equal(
    readFileSync(file, "utf8"),
    '{"mcpServers":{"gull":{"command":"pinfold","args":["run","npm:gull","--","/srv"]}}}\n',
  );
  assert.equal(existsSync(home.at(".local/share/pinfold/program")), false, "no copy is needed");
});

test("a project's file that is a link out of the project is refused", async () => {
  await using home = await hardenable();
  const project = join(home.npx.root, "shop");
  mkdirSync(project);
  const own = home.file(
    "own.json",
    '{"mcpServers":{"gull":{"command":"npx","args":["-y","gull@1.0.0"]}}}',
  );
  symlinkSync(own, join(project, ".mcp.json"));
  const { code, out } = await home.run(
    "harden",
    "--project",
    project,
    "--client",
    "claude-code",
    "--yes",
  );
  assert.equal(code, 3);
  assert.match(out, /outside of its project/);
  assert.equal(entryIn(own).command, "npx");
});

test("a user's file behind a link of a dotfile manager is followed; the link stays", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  const kept = home.file("dotfiles/claude.json", readFileSync(file, "utf8"));
  home.remove(CONFIG);
  symlinkSync(kept, file);
  const { code, out } = await home.run("harden", "--yes");
  assert.equal(code, 0);
  assert.match(out, /a link to .*dotfiles\/claude\.json/);
  assert.ok(lstatSync(file).isSymbolicLink());
  assert.equal(entryIn(kept).args[1], "run");
  await home.run("harden", "--undo", "--yes");
  assert.equal(entryIn(kept).command, "npx");
});

test("an entry that two clients read is written once", async () => {
  await using home = await hardenable();
  for (const trace of [".warp/log", ".claude/log"]) home.file(trace, "");
  const project = join(home.npx.root, "shop");
  const file = home.file(
    join(project, ".mcp.json"),
    '{"mcpServers":{"gull":{"command":"npx","args":["-y","gull@1.0.0"]}}}',
  );
  const { out, code } = await home.run("harden", "--project", project, "--yes", "--json");
  const { servers } = JSON.parse(out) as {
    servers: { id: string; outcome: string; file: string }[];
  };
  const readers = servers.filter((server) => server.file === file);
  assert.ok(readers.length > 1, out);
  assert.ok(readers.every(({ outcome }) => outcome === "hardened"));
  assert.equal(code, 0);
  assert.deepEqual(entryIn(file), { command: "pinfold", args: ["run", "npm:gull"] });
});

test("--pin-only writes the exact version and where the launcher is", async () => {
  await using home = await EntryHome.start();
  await home.locked(home.gull({}, "gull"));
  const before = readFileSync(home.at(CONFIG), "utf8");
  const { code, err } = await home.run("harden", "--pin-only", "--yes");
  assert.equal(code, 0, err);
  assert.deepEqual(entryIn(home.at(CONFIG)), {
    command: join(home.npx.bin, "npx"),
    args: ["-y", "gull@1.0.0"],
  });
  const { rules } = await home.verify();
  assert.deepEqual(
    rules.filter((rule) => rule.startsWith("error")),
    [],
  );
  await home.run("harden", "--undo", "--yes");
  assert.equal(readFileSync(home.at(CONFIG), "utf8"), before);
});

test("--pin-only does not write down a launcher that is in doubt", async () => {
  await using home = await EntryHome.start();
  await home.locked(home.gull({}, "gull"));
  home.npx.write(join(home.npx.bin, "npx"), "#!/bin/sh\nevil\n", 0o755);
  const { code, out } = await home.run("harden", "--pin-only", "--yes");
  assert.equal(code, 3);
  assert.match(out, /not settled/);
});

test("a file that changes after it was shown is not overwritten", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  const other = '{"mcpServers":{}}';
  // The copy is made after the question: somebody writes the file meanwhile.
  home.ownProgram = {
    ...home.ownProgram,
    versionOf: () => (writeFileSync(file, other), "v24.21.0"),
  };
  const { code, err } = await home.run("harden", "--yes");
  assert.equal(code, 3);
  assert.match(err, /changed by another program meanwhile/);
  assert.equal(readFileSync(file, "utf8"), other);
});

test("undo keeps what others changed since, and says so", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  home.edit((text) =>
    text.replace(/^\{\n/, '{\n  "theme": "reef",\n  "a": 1,\n  "b": 2,\n  "c": 3,\n'),
  );
  await home.run("harden", "--yes");
  home.edit((text) => text.replace('"reef"', '"coast"'));
  const { code, out } = await home.run("harden", "--undo", "gull", "--yes");
  assert.equal(code, 0);
  assert.match(out, /their changes stay/);
  assert.match(readFileSync(file, "utf8"), /"coast"/);
  assert.deepEqual(entryIn(file), { command: "npx", args: ["-y", "gull@1.0.0", "/srv"] });
});

test("one server of a file is taken back, and what was written for the others stays", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  home.configure({
    gull: { command: "npx", args: ["-y", "gull@1.0.0", "/srv"] },
    tern: { command: "npx", args: ["-y", "gull@1.0.0"], env: { A: "b" } },
    ibis: { command: "npx", args: ["-y", "gull@1.0.0", "/mnt"] },
  });
  const before = readFileSync(file, "utf8");
  await home.run("lock", "--yes");
  assert.equal((await home.run("harden", "--yes")).code, 0);
  const all = readFileSync(file, "utf8");
  const { code, out } = await home.run("harden", "--undo", "tern", "--yes");
  assert.equal(code, 0);
  assert.match(out, /other servers stays/);
  assert.deepEqual(entryIn(file, "tern"), {
    command: "npx",
    args: ["-y", "gull@1.0.0"],
    env: { A: "b" },
  });
  assert.equal(entryIn(file, "gull").args[1], "run");
  assert.equal(entryIn(file, "ibis").args[1], "run");
  // Hardened again it is what it was, and all of it can be taken back.
  await home.run("harden", "tern", "--yes");
  assert.equal(readFileSync(file, "utf8"), all);
  await home.run("harden", "--undo", "--yes");
  assert.equal(readFileSync(file, "utf8"), before);
});

test("one server of a file that others changed since is not taken back in part", async () => {
  await using home = await hardenable();
  home.configure({
    gull: { command: "npx", args: ["-y", "gull@1.0.0", "/srv"] },
    tern: { command: "npx", args: ["-y", "gull@1.0.0"] },
  });
  await home.run("lock", "--yes");
  await home.run("harden", "--yes");
  home.edit((text) => text.replace("/srv", "/mnt"));
  const { code, err } = await home.run("harden", "--undo", "tern", "--yes");
  assert.equal(code, 3);
  assert.match(err, /changed since/);
});

test("a new pinfold moves entries to its own copy, and the old copy goes", async () => {
  await using home = await hardenable();
  await home.run("harden", "--yes");
  const old = entryIn(home.at(CONFIG)).args[0] ?? "";
  home.ownProgram = smallProgram(home.npx.root, "run(2);\n");
  const { code, out } = await home.run("harden", "--yes");
  assert.equal(code, 0);
  assert.match(out, /gull by this pinfold/);
  const now = entryIn(home.at(CONFIG)).args[0] ?? "";
  assert.notEqual(now, old);
  assert.equal(existsSync(old), false);
  assert.ok(existsSync(now));
});

test("a copy stays while a configuration that may start it cannot be read", async () => {
  await using home = await hardenable();
  await home.run("harden", "--yes");
  const old = entryIn(home.at(CONFIG)).args[0] ?? "";
  home.file(".cursor/mcp.json", '{"mcpServers": ');
  home.ownProgram = smallProgram(home.npx.root, "run(2);\n");
  await home.run("harden", "--yes");
  assert.ok(existsSync(old));
});

test("nothing to take back, and a name that nothing was written for, are said", async () => {
  await using home = await hardenable();
  const { out, code } = await home.run("harden", "--undo", "--yes");
  assert.deepEqual([out, code], ["nothing that harden wrote is left to take back\n", 3]);
  const unknown = await home.run("harden", "--undo", "tern");
  assert.equal(unknown.code, 2);
  const both = await home.run("harden", "--undo", "--pin-only");
  assert.equal(both.code, 2);
});

test("the file's mode stays, and its backup is the user's alone", async () => {
  await using home = await hardenable();
  const file = home.at(CONFIG);
  home.file(CONFIG, readFileSync(file, "utf8"), 0o600);
  await home.run("harden", "--yes");
  assert.equal(lstatSync(file).mode & 0o777, 0o600);
  const folder = home.at(".local/state/pinfold/edits/before");
  const [backup = ""] = readdirSync(folder);
  assert.equal(lstatSync(join(folder, backup)).mode & 0o777, 0o600);
  assert.equal(lstatSync(dirname(folder)).mode & 0o777, 0o700);
});

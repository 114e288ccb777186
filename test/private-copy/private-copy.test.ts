import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import {
  appendFileSync,
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { nodeFiles } from "../../src/adapters/node-files.ts";
import { recordedFolders } from "../../src/adapters/recorded-folders.ts";
import type { OwnProgram } from "../../src/ports/own-program.ts";
import { checkPrivateCopy } from "../../src/private-copy/check.ts";
import { type CopyContext, installPrivateCopy } from "../../src/private-copy/install.ts";
import { knownCopies } from "../../src/private-copy/known.ts";
import { releasePrivateCopies } from "../../src/private-copy/release.ts";
import { foldersOf } from "../../src/state/folders.ts";
import type { PrivateCopy } from "../../src/state/private-copies.ts";
import { State } from "../../src/state/state.ts";
import { layProgram, ownProgramIn } from "../support/own-program.ts";

/** pinfold needs a reef and a shell, and the reef needs another shell than pinfold does. */
const INSTALLED = {
  "node_modules/pinfold": { reef: "1", shell: "1" },
  "node_modules/reef": { shell: "2", tide: "1" },
  "node_modules/reef/node_modules/shell": {},
  "node_modules/shell": {},
  "node_modules/tide": { reef: "1" },
  "node_modules/stranger": {},
};

/** A machine with a small pinfold that is copied for real. */
class Shore implements Disposable {
  readonly root = mkdtempSync(join(tmpdir(), "pinfold-copy-"));
  readonly home = join(this.root, "home");
  own: OwnProgram = ownProgramIn(this.root);
  version = "1.0.0";

  constructor(packages: Readonly<Record<string, Readonly<Record<string, string>>>> = INSTALLED) {
    layProgram(this.root, packages);
    const own = join(this.own.root, "dist");
    mkdirSync(join(own, "types"), { recursive: true });
    writeFileSync(join(own, "cli.js"), 'import reef from "reef";\nconsole.log(reef);\n');
    writeFileSync(join(own, "cli.js.map"), "{}");
    writeFileSync(join(own, "types/cli.d.ts"), "");
    mkdirSync(join(this.own.root, "templates"));
    writeFileSync(join(this.own.root, "templates/unit"), "");
  }

  [Symbol.dispose](): void {
    rmSync(this.root, { recursive: true, force: true });
  }

  get context(): CopyContext & { readonly state: State } {
    const env = { XDG_DATA_HOME: join(this.root, "data") };
    const machine = {
      platform: "linux",
      arch: "x64",
      home: this.home,
      cwd: "/",
      env,
      now: new Date(0),
    } as const;
    const disk = new NodeDisk();
    const state = new State(disk, nodeFiles, foldersOf(machine));
    return { machine, disk, state, ownProgram: this.own, version: this.version };
  }

  installs(): PrivateCopy {
    return installPrivateCopy(this.context, "harden");
  }

  problems(copy: PrivateCopy): readonly string[] {
    const { disk, state } = this.context;
    return checkPrivateCopy(disk, state.manifests, copy).map((text) =>
      text.replace(join(this.root, "data"), ""),
    );
  }

  get folders(): readonly string[] {
    return ["runtime", "program"].flatMap((name) =>
      readdirSync(join(this.root, "data/pinfold", name)),
    );
  }
}

/** Files below a folder, sorted. */
function treeOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .toSorted();
}

test("Node and pinfold are copied with the packages that it needs, and nothing for readers", () => {
  using shore = new Shore();
  const copy = shore.installs();
  assert.equal(readFileSync(copy.node, "utf8").slice(5), "an interpreter");
  assert.equal(statSync(copy.node).mode & 0o777, 0o555);
  assert.equal(statSync(copy.cli).mode & 0o777, 0o444);
  assert.deepEqual(treeOf(copy.folder), [
    "dist/cli.js",
    "folders.json",
    "node_modules/reef/index.js",
    "node_modules/reef/node_modules/shell/index.js",
    "node_modules/reef/node_modules/shell/package.json",
    "node_modules/reef/package.json",
    "node_modules/shell/index.js",
    "node_modules/shell/package.json",
    "node_modules/tide/index.js",
    "node_modules/tide/package.json",
    "package.json",
    "templates/unit",
  ]);
  assert.deepEqual(shore.problems(copy), []);
  assert.deepEqual(shore.installs(), copy, "the second time nothing is done");
  assert.deepEqual(shore.folders.toSorted(), copy.id.split("-").toSorted(), "and nothing is left");
  const folders: unknown = JSON.parse(readFileSync(join(copy.folder, "folders.json"), "utf8"));
  assert.deepEqual(folders, {
    home: shore.home,
    config: join(shore.home, ".config/pinfold"),
    state: join(shore.home, ".local/state/pinfold"),
    data: join(shore.root, "data/pinfold"),
    cache: join(shore.home, ".cache/pinfold"),
  });
});

test("each package of a copy finds what it finds here: from npm's tree and from one of links", () => {
  using shore = new Shore();
  const linked = {
    ".store/pinfold/node_modules/pinfold": { reef: "1", shell: "1" },
    ".store/reef/node_modules/reef": { shell: "2", tide: "1" },
    ".store/shell@2/node_modules/shell": {},
    ".store/shell@1/node_modules/shell": {},
    ".store/tide/node_modules/tide": { reef: "1" },
  };
  using links = new Shore(linked);
  links.own = ownProgramIn(links.root, {
    root: join(links.root, "lib/.store/pinfold/node_modules/pinfold"),
  });
  const link = (at: string, to: string): void =>
    symlinkSync(join(links.root, "lib/.store", to), join(links.root, "lib/.store", at));
  link("pinfold/node_modules/reef", "reef/node_modules/reef");
  link("pinfold/node_modules/shell", "shell@1/node_modules/shell");
  link("reef/node_modules/shell", "shell@2/node_modules/shell");
  link("reef/node_modules/tide", "tide/node_modules/tide");
  link("tide/node_modules/reef", "reef/node_modules/reef");
  renameSync(join(links.root, "lib/node_modules/pinfold/dist"), join(links.own.root, "dist"));
  const asked = (copy: PrivateCopy, folder: string, name: string): string =>
    execFileSync(
      process.execPath,
      ["--input-type=module", "-e", `import a from ${JSON.stringify(name)}; console.log(a)`],
      { cwd: join(copy.folder, folder), encoding: "utf8" },
    ).trim();
  for (const [one, shells] of [
    [shore, ["node_modules/shell", "node_modules/reef/node_modules/shell"]],
    [links, [".store/shell@1/node_modules/shell", ".store/shell@2/node_modules/shell"]],
  ] as const) {
    const copy = one.installs();
    assert.equal(asked(copy, ".", "shell"), shells[0]);
    assert.equal(asked(copy, "node_modules/reef", "shell"), shells[1]);
  }
});

/** [what was done to a copy, how, what is said] */
const ATTACKS: readonly (readonly [string, (copy: PrivateCopy) => void, RegExp])[] = [
  ["a changed interpreter", ({ node }) => edit(node), /runtime\/[0-9a-f]{16}\/node was changed/],
  ["a missing interpreter", ({ node }) => rmSync(node), /node is missing/],
  ["a link in place of the interpreter", ({ node }) => relink(node), /node/],
  [
    "a file beside the interpreter",
    ({ node }) => writeFileSync(`${node}.cfg`, ""),
    /node\.cfg was added/,
  ],
  ["a changed program", ({ cli }) => edit(cli), /dist\/cli\.js was changed/],
  [
    "a missing file",
    ({ folder }) => rmSync(join(folder, "node_modules/tide/index.js")),
    /tide\/index\.js is missing/,
  ],
  [
    "a file that Node would load",
    ({ folder }) => plant(folder, "node_modules/encoding/index.js"),
    /encoding\/index\.js was added/,
  ],
  ["a link in place of a file", ({ cli }) => relink(cli), /dist\/cli\.js was changed/],
  ["a link in place of the folder", ({ folder }) => relink(folder), /is missing/],
  [
    "folders of somebody's choice",
    ({ folder }) => edit(join(folder, "folders.json")),
    /folders\.json was changed/,
  ],
];

for (const [what, attack, said] of ATTACKS)
  test(`${what} is noticed, and made anew by the next copy`, () => {
    using shore = new Shore();
    const copy = shore.installs();
    attack(copy);
    assert.match(shore.problems(copy).join("\n"), said);
    assert.equal(shore.installs().id, copy.id);
    assert.deepEqual(shore.problems(copy), []);
  });

function edit(path: string): void {
  chmodSync(path, 0o644);
  appendFileSync(path, " ");
}

function plant(folder: string, path: string): void {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), "evil();\n");
}

/** The same content behind a link that can be moved. */
function relink(path: string): void {
  renameSync(path, `${path}-elsewhere`);
  symlinkSync(`${path}-elsewhere`, path);
}

test("another version is another copy; what nobody holds goes, and what an agent holds stays", () => {
  using shore = new Shore();
  const old = shore.installs();
  installPrivateCopy(shore.context, "agent");
  shore.version = "1.1.0";
  const now = shore.installs();
  assert.notEqual(now.folder, old.folder);
  assert.equal(now.node, old.node, "one Node for both");
  assert.deepEqual(releasePrivateCopies(shore.context, "harden", new Set([now.id])), []);
  assert.ok(existsSync(old.cli));
  const gone = releasePrivateCopies(shore.context, "agent", new Set());
  assert.deepEqual(
    gone.map(({ id }) => id),
    [old.id],
  );
  assert.equal(existsSync(old.folder), false);
  assert.deepEqual(shore.problems(now), []);
  assert.deepEqual(
    knownCopies(shore.context.state).map(({ id }) => id),
    [now.id],
  );
  releasePrivateCopies(shore.context, "harden", new Set());
  const left = [join(shore.root, "data"), shore.home].flatMap(treeOf);
  assert.deepEqual(left, [], "no record and no list of files is left either");
  assert.deepEqual(readdirSync(join(shore.root, "data/pinfold")), ["manifests"]);
});

test("a Node that loads what can be moved is not copied", () => {
  using shore = new Shore();
  shore.own = ownProgramIn(shore.root, {
    libraries: () => ["/usr/lib/libSystem.B.dylib", "/opt/homebrew/opt/icu4c/lib/libicuuc.dylib"],
  });
  assert.throws(() => shore.installs(), /loads \/opt\/homebrew\/opt\/icu4c/);
  assert.equal(existsSync(join(shore.root, "data/pinfold")), false);
});

test("a copy that does not start is said, and configures nothing", () => {
  using shore = new Shore();
  shore.own = ownProgramIn(shore.root, { versionOf: () => null });
  assert.throws(() => shore.installs(), /does not start/);
  assert.deepEqual(knownCopies(shore.context.state), []);
});

test("what changes while it is copied is not kept", () => {
  using shore = new Shore();
  const real = shore.own;
  shore.own = ownProgramIn(shore.root, {
    place: (folder, files, check) =>
      real.place(folder, files, (made) => {
        edit(join(made, files[0]?.to ?? ""));
        check(made);
      }),
  });
  assert.throws(() => shore.installs(), /changed while pinfold was copied/);
  assert.deepEqual(readdirSync(join(shore.root, "data/pinfold/runtime")), []);
});

test("a package that is missing, and a link among its files, are said", () => {
  using shore = new Shore();
  const tide = join(shore.root, "lib/node_modules/tide");
  symlinkSync("/etc/passwd", join(tide, "link.js"));
  assert.throws(() => shore.installs(), /tide\/link\.js is no regular file/);
  rmSync(tide, { recursive: true });
  assert.throws(() => shore.installs(), /package tide is not installed/);
});

test("an entry's variables do not choose whose pins a copy obeys", () => {
  using shore = new Shore();
  const copy = shore.installs();
  const recorded = recordedFolders(join(copy.folder, "folders.json"));
  const env = { HOME: "/evil", XDG_STATE_HOME: "/evil", XDG_DATA_HOME: "/evil" };
  const hostile = { ...shore.context.machine, home: "/evil", env };
  assert.deepEqual(
    foldersOf({ ...hostile, ...recorded }),
    foldersOf(shore.context.machine),
    "else the entry's HOME chooses the pins",
  );
  assert.equal({ ...hostile, ...recorded }.home, shore.home);
});

test("what is no copy has no folders of its own, and a broken record is told", () => {
  using shore = new Shore();
  const path = join(shore.root, "folders.json");
  assert.equal(recordedFolders(path), null);
  for (const text of ["", "[]", '{"home":"/h"}', '{"home":"h","config":"c"}', "\0"]) {
    writeFileSync(path, text);
    assert.throws(() => recordedFolders(path), { code: "state", message: /keeps its pins/ });
  }
});

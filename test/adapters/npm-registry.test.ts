import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";

import { npmRegistryWith } from "../../src/adapters/npm-registry/index.ts";
import { PinfoldError } from "../../src/errors.ts";
import { h1Of } from "../../src/model/digest.ts";
import type {
  Archive,
  FileSink,
  PackageDocument,
  PlannedPackage,
} from "../../src/ports/npm-registry.ts";
import type { NpmSettings } from "../../src/ports/npm-settings.ts";
import { publishCoast } from "../support/coast.ts";
import { type HostileArchive, hostileArchives } from "../support/hostile-archives.ts";
import { type PackageFiles, packageArchive } from "../support/package-archive.ts";
import { sha256 } from "../support/pins.ts";
import { TestRegistry } from "../support/registry.ts";
import { failureOf } from "../support/failure-of.ts";

// npm's libraries may go on writing to their cache after a failure: all caches go at the end.
const CACHES = mkdtempSync(join(tmpdir(), "pinfold-registry-"));
after(() => rmSync(CACHES, { recursive: true, force: true, maxRetries: 20, retryDelay: 20 }));

/** For what is waited for in vain. Whatever has an answer gets the time that it needs. */
const HURRIED = { request: 400, describe: 3_000, fetch: 3_000, resolve: 5_000 };
const PATIENT = { request: 60_000, describe: 120_000, fetch: 120_000, resolve: 120_000 };

/** The real adapter in front of a registry that can lie, with a folder of its own. */
class Harbour implements AsyncDisposable {
  readonly registry: TestRegistry;
  readonly patience: typeof PATIENT;
  readonly folder = mkdtempSync(join(CACHES, "harbour-"));
  url: string;

  static async open(patience = PATIENT): Promise<Harbour> {
    return new Harbour(await TestRegistry.start(), patience);
  }

  private constructor(registry: TestRegistry, patience: typeof PATIENT) {
    this.registry = registry;
    this.patience = patience;
    this.url = registry.url;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.registry[Symbol.asyncDispose]();
  }

  get #settings(): NpmSettings {
    const cache = join(this.folder, "cache");
    const flat = { registry: `${this.url}/`, cache };
    const nothing = { npxCache: "", localPrefix: "", globalPrefix: "", layers: [] };
    return { cache, ...nothing, flat };
  }

  async describe(name: string, spec = "1.0.0"): Promise<PackageDocument> {
    return npmRegistryWith(this.patience).describe(name, spec, this.#settings);
  }

  async fetch(name: string, spec = "1.0.0"): Promise<Archive> {
    const document = await this.describe(name, spec);
    return npmRegistryWith(this.patience).fetch(document, this.#settings);
  }

  async unpack(name: string, sink: FileSink): Promise<Archive> {
    const { integrity } = this.registry.published(`${name}@1.0.0`);
    const pinned = { name, version: "1.0.0", integrity };
    return npmRegistryWith(this.patience).unpack(pinned, this.#settings, sink);
  }

  async resolve(spec: string): Promise<readonly PlannedPackage[]> {
    const request = {
      specs: [spec],
      nodeVersion: "24.21.0",
      npmVersion: "11.19.1",
      settings: this.#settings,
    };
    return npmRegistryWith(this.patience).resolve(request, join(this.folder, "own"));
  }

  /** Publishes gull, and answers its archive as the adapter reads it. */
  async read(files: PackageFiles, more: Readonly<Record<string, unknown>> = {}): Promise<Archive> {
    this.registry.publish({ name: "gull", version: "1.0.0", ...more }, files);
    return this.fetch("gull");
  }

  assertNothingExtracted(): void {
    const left = readdirSync(this.folder, { recursive: true, encoding: "utf8" });
    assert.deepEqual(
      left.filter((name) => /outside|evil|gull|\.js$|resolve-/.test(name)),
      [],
    );
  }
}

test("a good package is described and its files digested as npm extracts them", async () => {
  await using harbour = await Harbour.open();
  harbour.registry.publish(
    { name: "@sea/gull", version: "1.0.0", repository: "github:sea/gull" },
    { "gull.js": "fly();\n" },
    { by: "ada", at: "2026-05-01T00:00:00.000Z" },
  );
  harbour.registry.deprecate("@sea/gull@1.0.0", "use tern");
  const { integrity, files: published } = harbour.registry.published("@sea/gull@1.0.0");
  assert.deepEqual(await harbour.describe("@sea/gull", "latest"), {
    name: "@sea/gull",
    version: "1.0.0",
    integrity,
    published: "2026-05-01T00:00:00.000Z",
    publisher: "ada",
    repository: "github:sea/gull",
    deprecated: "use tern",
    claims: {
      registry: new URL(harbour.registry.url).host,
      isDefault: true,
      signatures: [harbour.registry.key.sign("@sea/gull", "1.0.0", integrity)],
      signs: true,
      isAttested: false,
    },
  });
  const archive = await harbour.fetch("@sea/gull");
  assert.equal(archive.integrity, integrity);
  const expected = Object.entries(published).map(([path, text]) => ({
    path,
    sha256: sha256(text as string),
  }));
  assert.equal(h1Of("p", archive.files), h1Of("p", expected));
  assert.equal(archive.installedFiles, null);
  assert.deepEqual(archive.bundled, []);
  assert.equal(archive.packageJson, published["package.json"]);
  harbour.assertNothingExtracted();
});

test("ranges and tags are resolved as npm does", async () => {
  await using harbour = await Harbour.open();
  publishCoast(harbour.registry);
  assert.equal((await harbour.describe("wave", "^1.0.0")).version, "1.2.0");
  assert.equal((await harbour.describe("wave", "latest")).version, "2.0.0");
});

test("the tree is the one that npm would install", async () => {
  await using harbour = await Harbour.open();
  publishCoast(harbour.registry);
  const planned = await harbour.resolve("tide@1.0.0");
  assert.deepEqual(
    planned
      .toSorted((a, b) => (a.path < b.path ? -1 : 1))
      .map(({ path, version, optional }) => [path, version, optional]),
    [
      ["node_modules/@sea/foam", "0.3.1", false],
      ["node_modules/@sea/foam/node_modules/wave", "1.2.0", false],
      ["node_modules/fin", "1.0.0", true],
      ["node_modules/kelp", "1.0.0", false],
      ["node_modules/salt", "1.0.0", false],
      ["node_modules/tide", "1.0.0", false],
      ["node_modules/wave", "2.0.0", false],
    ],
  );
  harbour.assertNothingExtracted();
});

test("a resolution waits once a level of its tree, not once a package", async () => {
  await using harbour = await Harbour.open();
  const needs = (name: string) => ({ dependencies: { [name]: "1" } });
  for (const side of ["port", "lee"]) {
    harbour.registry.publish({ name: `${side}-1`, version: "1.0.0", ...needs(`${side}-2`) });
    harbour.registry.publish({ name: `${side}-2`, version: "1.0.0", ...needs(`${side}-3`) });
    harbour.registry.publish({ name: `${side}-3`, version: "1.0.0", ...needs(`${side}-4`) });
    harbour.registry.publish({ name: `${side}-4`, version: "1.0.0" });
  }
  const dependencies = { "port-1": "1", "lee-1": "npm:lee-1@1" };
  const optionalDependencies = { gone: "9" };
  harbour.registry.publish({
    name: "ship-0",
    version: "1.0.0",
    dependencies,
    optionalDependencies,
  });
  const planned = await harbour.resolve("ship-0@1.0.0");
  assert.equal(planned.length, 9);
  const paths = harbour.registry.requests.map(({ path }) => path);
  const asked = paths.filter((path) => path !== "/gone");
  assert.equal(asked.map((path) => path.slice(-1)).join(""), "011223344", asked.join(" "));
});

test("a dependency from elsewhere than a registry has no integrity to pin", async () => {
  await using harbour = await Harbour.open();
  const elsewhere = join(harbour.folder, "reef.tgz");
  harbour.registry.publish({
    name: "gull",
    version: "1.0.0",
    dependencies: { reef: `file:${elsewhere}` },
  });
  const { code } = await failureOf(harbour.resolve("gull@1.0.0"));
  assert.ok(code === "refused" || code === "network", code);
});

test("npm's renaming of .gitignore is followed, in the order of the archive", async () => {
  await using harbour = await Harbour.open();
  const { files } = await harbour.read({
    ".gitignore": "a\n",
    "lib/.npmignore": "b\n",
    "lib/.gitignore": "c\n",
    "src/.gitignore": "d\n",
    "src/.npmignore": "e\n",
  });
  const digests = Object.fromEntries(files.map(({ path, sha256: hex }) => [path, hex]));
  delete digests["package.json"];
  assert.deepEqual(digests, {
    ".npmignore": sha256("a\n"),
    "lib/.npmignore": sha256("b\n"),
    "src/.npmignore": sha256("e\n"),
  });
});

test("a carriage return after the shebang of a program is taken out as npm does, and nowhere else", async () => {
  await using harbour = await Harbour.open();
  const dos = "#!/usr/bin/env node\r\nfly();\r\n";
  const { files, installedFiles } = await harbour.read(
    { "gull.js": dos, "other.js": dos },
    { bin: { gull: "./gull.js" } },
  );
  const of = (list: typeof files | null, path: string): string | undefined =>
    list?.find((file) => file.path === path)?.sha256;
  assert.equal(of(files, "gull.js"), sha256(dos));
  assert.equal(of(installedFiles, "gull.js"), sha256("#!/usr/bin/env node\nfly();\r\n"));
  assert.equal(of(installedFiles, "other.js"), sha256(dos));
});

test("packages in the archive of another are named, outermost only", async () => {
  await using harbour = await Harbour.open();
  const { bundled } = await harbour.read({
    "node_modules/grain/package.json": "{}",
    "node_modules/grain/node_modules/husk/package.json": "{}",
    "node_modules/@sea/salt/package.json": "{}",
    "node_modules/.bin/grain": "",
    "lib/node_modules/inner/package.json": "{}",
  });
  assert.deepEqual(bundled, ["node_modules/@sea/salt", "node_modules/grain"]);
});

const READABLE = ["duplicatePath", "symbolicLink", "hardLink"];

for (const [key, { title, make }] of Object.entries<HostileArchive>(hostileArchives)) {
  if (READABLE.includes(key)) continue;
  test(`an archive ${title} is refused`, async () => {
    await using harbour = await Harbour.open();
    const archive = make({ "package.json": '{"name":"gull","version":"1.0.0"}' });
    harbour.registry.publish({ name: "gull", version: "1.0.0" }, {}, { archive });
    const { code, message, hint } = await failureOf(harbour.fetch("gull"));
    assert.equal(code, "refused");
    assert.match(message, /^gull@1\.0\.0: the archive (?:holds|is damaged|differs|ends)/);
    assert.match(hint, /nothing was written/);
    harbour.assertNothingExtracted();
  });
}

const hostile = async (
  harbour: Harbour,
  key: "duplicatePath" | "symbolicLink" | "hardLink",
): Promise<Archive> => {
  const archive = hostileArchives[key].make({
    "package.json": '{"name":"gull","version":"1.0.0"}',
  });
  harbour.registry.publish({ name: "gull", version: "1.0.0" }, {}, { archive });
  return harbour.fetch("gull");
};

test("of a path that comes twice the last one wins, as when npm extracts", async () => {
  await using harbour = await Harbour.open();
  const { files } = await hostile(harbour, "duplicatePath");
  assert.equal(files.find(({ path }) => path === "twice.js")?.sha256, sha256("last\n"));
});

test("links are left out, as npm does", async () => {
  await using harbour = await Harbour.open();
  const linked = await hostile(harbour, "symbolicLink");
  assert.deepEqual(
    linked.files.map(({ path }) => path),
    ["package.json"],
  );
  await using other = await Harbour.open();
  assert.deepEqual(
    (await hostile(other, "hardLink")).files.map(({ path }) => path),
    ["package.json"],
  );
});

test("an archive without a package.json, or that is none, is refused", async () => {
  for (const archive of [packageArchive({ "a.js": "" }), Buffer.from("not a package")]) {
    await using harbour = await Harbour.open();
    harbour.registry.publish({ name: "gull", version: "1.0.0" }, {}, { archive });
    assert.equal((await failureOf(harbour.fetch("gull"))).code, "refused");
  }
});

test("an archive with other bytes than its integrity is refused", async () => {
  await using harbour = await Harbour.open();
  harbour.registry.publish({ name: "gull", version: "1.0.0" });
  harbour.registry.tamper("gull@1.0.0");
  const { code, message } = await failureOf(harbour.fetch("gull"));
  assert.equal(code, "refused");
  assert.match(message, /gull@1\.0\.0: the archive differs from its integrity/);
});

test("what takes the files may fail, as on a full disk: the failure is told as it is", async () => {
  await using harbour = await Harbour.open();
  harbour.registry.publish({ name: "gull", version: "1.0.0" }, { "a.js": "1", "b.js": "2" });
  const full = new PinfoldError("input", "a.js cannot be written", "free space");
  const failure = await failureOf(
    harbour.unpack("gull", () => {
      throw full;
    }),
  );
  assert.equal(failure, full);
});

test("an archive of a registry that names no integrity is digested all the same", async () => {
  await using harbour = await Harbour.open();
  const { integrity, shasum } = harbour.registry.publish({ name: "gull", version: "1.0.0" });
  const tarball = harbour.registry.tarballUrl(harbour.registry.published("gull"));
  const version = { name: "gull", version: "1.0.0", dist: { shasum, tarball } };
  harbour.registry.answer(
    "/gull",
    JSON.stringify({ name: "gull", versions: { "1.0.0": version }, "dist-tags": {} }),
  );
  assert.match((await harbour.describe("gull")).integrity ?? "", /^sha1-/);
  assert.equal((await harbour.fetch("gull")).integrity, integrity);
});

const ARCHIVES = { where: /\.tgz$/ };

/** What goes wrong, and what is said of it. */
const failures: readonly {
  readonly title: string;
  readonly breaks: (harbour: Harbour) => unknown;
  readonly message: RegExp;
  readonly code?: "network" | "refused";
}[] = [
  {
    title: "a package that is not there",
    breaks: ({ registry }) => registry.unpublish("gull@1.0.0"),
    message: /does not have it/,
  },
  {
    title: "an archive that is not there",
    breaks: ({ registry }) => registry.fail(404, ARCHIVES),
    message: /does not have it/,
  },
  {
    title: "a refused access",
    breaks: ({ registry }) => registry.fail(403),
    message: /refuses access/,
  },
  {
    title: "a login that is asked for",
    breaks: ({ registry }) => registry.fail(401),
    message: /refuses access/,
  },
  {
    title: "a broken registry",
    breaks: ({ registry }) => registry.fail(500),
    message: /no usable answer: E500/,
  },
  {
    title: "an overloaded registry",
    breaks: ({ registry }) => registry.fail(503, ARCHIVES),
    message: /no usable answer: E503/,
  },
  {
    title: "a connection that is broken",
    breaks: ({ registry }) => registry.fail("reset"),
    message: /no usable answer/,
  },
  {
    title: "an archive that is cut off",
    breaks: ({ registry }) => registry.fail("truncated", ARCHIVES),
    message: /no usable answer|damaged/,
  },
  {
    title: "a document that is cut off",
    breaks: ({ registry }) => registry.fail("truncated"),
    message: /no usable answer/,
  },
  {
    title: "an archive without an end",
    breaks: ({ registry }) => registry.fail("endless", ARCHIVES),
    message: /damaged|no usable answer/,
  },
  {
    title: "a slow registry",
    breaks: ({ registry }) => registry.delay(60_000),
    message: /no usable answer/,
  },
  {
    title: "a slow archive",
    breaks: ({ registry }) => registry.delay(60_000, ARCHIVES),
    message: /no usable answer/,
  },
  {
    title: "a registry that is not there",
    breaks: (harbour) => (harbour.url = "http://127.0.0.1:1"),
    message: /no usable answer: ECONNREFUSED/,
  },
  {
    title: "a page in place of a document",
    breaks: ({ registry }) => registry.answer("/gull", "<html>", 200, "text/html"),
    message: /no usable answer/,
  },
  {
    title: "a document of wrong types",
    breaks: ({ registry }) => registry.answer("/gull", '{"versions":[]}'),
    message: /./,
  },
  {
    title: "a list in place of a document",
    breaks: ({ registry }) => registry.answer("/gull", "[]"),
    message: /./,
  },
  {
    title: "null in place of a document",
    breaks: ({ registry }) => registry.answer("/gull", "null"),
    message: /./,
  },
  {
    title: "a document for another name",
    code: "refused",
    breaks: ({ registry }) => {
      const evil = { name: "evil", version: "1.0.0", dist: {} };
      registry.answer(
        "/gull",
        JSON.stringify({
          name: "gull",
          versions: { "1.0.0": evil },
          "dist-tags": { latest: "1.0.0" },
        }),
      );
    },
    message: /answers evil@1\.0\.0 for gull@1\.0\.0/,
  },
];

for (const { title, breaks, message, code = null } of failures) {
  test(`${title} is named, with the next step, in bounded time`, async () => {
    await using harbour = await Harbour.open(HURRIED);
    harbour.registry.publish({ name: "gull", version: "1.0.0" });
    breaks(harbour);
    const failure = await failureOf(harbour.fetch("gull"));
    assert.match(failure.message, /^(?:the registry|gull@1\.0\.0)/);
    assert.match(failure.message, message);
    if (code === null) assert.ok(failure.code === "network" || failure.code === "refused");
    else assert.equal(failure.code, code);
    harbour.assertNothingExtracted();
  });
}

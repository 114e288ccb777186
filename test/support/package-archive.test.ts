import assert from "node:assert/strict";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { type ReadEntry, list } from "tar";
import { hostileArchives, longPaths } from "./hostile-archives.ts";
import { integrityOf, packageArchive } from "./package-archive.ts";
import { writeTar } from "./tar.ts";

const files = { "package.json": '{"name":"tide","version":"1.0.0"}', "index.js": "export {};\n" };

interface Seen {
  readonly path: string;
  readonly type: string;
  readonly mode: number | undefined;
  readonly text: string;
}

/** The archive as npm's own reader sees it. */
async function readByNpm(archive: Buffer, strict = true): Promise<Seen[]> {
  const seen: Promise<Seen>[] = [];
  const parser = list({
    strict,
    onReadEntry: (entry: ReadEntry) => {
      seen.push(
        entry.concat().then((content) => ({
          path: entry.path,
          type: entry.type,
          mode: entry.mode,
          text: content.toString(),
        })),
      );
    },
  });
  await new Promise<void>((resolve, reject) => {
    parser.on("end", resolve).on("error", reject);
    parser.end(archive);
  });
  return Promise.all(seen);
}

test("npm's reader finds every file of an archive", async () => {
  const seen = await readByNpm(
    packageArchive({ ...files, "bin.js": { content: "#!", mode: 0o755 } }),
  );
  assert.deepEqual(seen, [
    { path: "package/package.json", type: "File", mode: 0o644, text: files["package.json"] },
    { path: "package/index.js", type: "File", mode: 0o644, text: files["index.js"] },
    { path: "package/bin.js", type: "File", mode: 0o755, text: "#!" },
  ]);
});

test("the same files give the same bytes", () => {
  assert.equal(integrityOf(packageArchive(files)), integrityOf(packageArchive(files)));
  assert.equal(packageArchive(files)[9], 255);
});

test("paths longer than ustar's fields are read whole", async () => {
  const long = Object.fromEntries(Object.values(longPaths).map((path) => [path, "here"]));
  const seen = await readByNpm(packageArchive(long));
  assert.deepEqual(
    seen.map((entry) => entry.path),
    Object.values(longPaths).map((path) => `package/${path}`),
  );
});

test("each hostile archive is hostile in its own way", async () => {
  const paths = async (name: keyof typeof hostileArchives) =>
    (await readByNpm(hostileArchives[name].make(files), false)).map((entry) => entry.path);
  const last = async (name: keyof typeof hostileArchives) => (await paths(name)).at(-1);

  assert.equal(await last("escapingPath"), "package/../../outside.js");
  assert.equal(await last("absolutePath"), "/outside.js");
  assert.deepEqual((await paths("duplicatePath")).slice(2), [
    "package/twice.js",
    "package/twice.js",
  ]);
  assert.equal(await last("newlineInName"), "package/a\nb.js");
  assert.equal(await last("invalidUtf8"), "package/caf\ufffd.js");
  const [composed, decomposed] = (await paths("unicodeEqualPaths")).slice(2);
  assert.notEqual(composed, decomposed);
  assert.equal(composed?.normalize(), decomposed?.normalize());
  const kinds = await Promise.all(
    (["symbolicLink", "hardLink", "characterDevice", "fifo"] as const).map(
      async (name) => (await readByNpm(hostileArchives[name].make(files))).at(-1)?.type,
    ),
  );
  assert.deepEqual(kinds, ["SymbolicLink", "Link", "CharacterDevice", "FIFO"]);
});

test("a damaged archive is refused by npm's own strict reader", async () => {
  for (const name of [
    "wrongChecksum",
    "truncatedTar",
    "truncatedGzip",
    "hugeDeclaredSize",
  ] as const) {
    await assert.rejects(readByNpm(hostileArchives[name].make(files)), hostileArchives[name].title);
  }
});

test("a bomb is small outside and large inside", () => {
  const bomb = hostileArchives.bomb.make(files);
  assert.ok(bomb.length < 128 * 1024);
  assert.ok(gunzipSync(bomb).length > 64 * 1024 * 1024);
});

test("an empty archive is two empty blocks", () => {
  assert.deepEqual(writeTar([]), Buffer.alloc(1024));
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { test } from "node:test";

import { array, assert as property, asyncProperty, nat, tuple } from "fast-check";

import { readWheel } from "../../src/adapters/python-index/wheel.ts";
import { PinfoldError } from "../../src/errors.ts";
import { TERN, WAVE } from "../support/python-home.ts";
import { makeWheel, recordOf, wheelEntries, wheelName } from "../support/wheels.ts";
import { writeZip, type ZipEntry } from "../support/zip.ts";

const FILE = wheelName(WAVE);
const INFO = "wave-2.0.0.dist-info";
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

/** The wheel with these entries more, all of them recorded. */
function withEntries(...more: readonly ZipEntry[]): Buffer {
  const own = wheelEntries(WAVE).filter(({ path }) => !path.endsWith("/RECORD"));
  const entries = [...own, ...more];
  const path = `${INFO}/RECORD`;
  return writeZip([...entries, { path, content: recordOf(entries, path) }]);
}

function changed(edit: (entry: ZipEntry) => ZipEntry, more: readonly ZipEntry[] = []): Buffer {
  return writeZip([...wheelEntries(WAVE).map(edit), ...more]);
}

async function refusalOf(archive: Buffer, file = FILE): Promise<string> {
  try {
    await readWheel(archive, file);
  } catch (thrown) {
    assert.ok(thrown instanceof PinfoldError, String(thrown));
    assert.equal(thrown.code, "refused");
    assert.notEqual(thrown.hint, "");
    return thrown.message;
  }
  assert.fail("it was read");
}

test("a wheel is digested by its bytes, with what installers write anew left out", async () => {
  const { files, sha256: archive, metadata } = await readWheel(makeWheel(WAVE), FILE);
  assert.deepEqual(files.map(({ path }) => path).toSorted(), [
    `${INFO}/METADATA`,
    `${INFO}/WHEEL`,
    "wave/__init__.py",
    "wave/deep.py",
  ]);
  assert.equal(files.find(({ path }) => path === "wave/deep.py")?.sha256, sha256("roar()\n"));
  assert.equal(archive, `sha256:${createHash("sha256").update(makeWheel(WAVE)).digest("hex")}`);
  assert.match(metadata, /Name: wave/);
});

test("entry points are read, and files of .data stand where they are installed", async () => {
  const data = `wave-2.0.0.data`;
  const { files } = await readWheel(
    withEntries(
      { path: `${data}/purelib/wave/more.py`, content: "more\n" },
      { path: `${data}/scripts/roll`, content: "#!python\n" },
    ),
    FILE,
  );
  const paths = files.map(({ path }) => path);
  assert.ok(paths.includes("wave/more.py"));
  assert.ok(paths.includes(`${data}/scripts/roll`));
  const { entryPoints } = await readWheel(makeWheel(TERN), wheelName(TERN));
  assert.match(entryPoints, /mcp-server-tern = mcp_server_tern:main/);
});

test("contents are kept where they are asked for", async () => {
  const { contents } = await readWheel(makeWheel(WAVE), FILE, true);
  assert.equal(Buffer.from(contents.get("wave/deep.py")?.bytes ?? []).toString(), "roar()\n");
  assert.equal((await readWheel(makeWheel(WAVE), FILE)).contents.size, 0);
});

test("a RECORD with wrong digests is told, and the files' own bytes count", async () => {
  const wrong = changed((entry) =>
    entry.path.endsWith("/RECORD")
      ? {
          ...entry,
          content: String(entry.content).replace(
            /deep\.py,sha256=[^,]+/,
            `deep.py,sha256=${"A".repeat(43)}`,
          ),
        }
      : entry,
  );
  const { wronglyRecorded, files } = await readWheel(wrong, FILE);
  assert.deepEqual(wronglyRecorded, ["wave/deep.py"]);
  assert.equal(files.find(({ path }) => path === "wave/deep.py")?.sha256, sha256("roar()\n"));
});

const evil = { content: "evil()\n" };
const BAD: readonly (readonly [title: string, archive: () => Buffer, says: RegExp])[] = [
  [
    "two files of one name",
    () => withEntries({ path: "wave/deep.py", ...evil }),
    /two files of one name/,
  ],
  [
    "names that differ in case alone",
    () => withEntries({ path: "wave/Deep.py", ...evil }),
    /two files of one name/,
  ],
  [
    "names that are one in Unicode",
    () => withEntries({ path: "wave/é.py", ...evil }, { path: "wave/é.py", ...evil }),
    /two files of one name/,
  ],
  [
    "a file and a folder of one name",
    () => withEntries({ path: "wave/deep.py/x", ...evil }),
    /two files of one name/,
  ],
  ["an absolute name", () => withEntries({ path: "/etc/evil.py", ...evil }), /file name|damaged/],
  [
    "a name that leaves the environment",
    () => withEntries({ path: "../../evil.py", ...evil }),
    /file name|damaged/,
  ],
  [
    "a name that leaves it on Windows",
    () => withEntries({ path: "..\\evil.py", ...evil }),
    /file name|damaged/,
  ],
  ["a name with a drive", () => withEntries({ path: "C:evil.py", ...evil }), /file name|damaged/],
  ["a name with a line's end", () => withEntries({ path: "wave/a\nb.py", ...evil }), /file name/],
  [
    "a name in an encoding that nobody names",
    () => withEntries({ path: "wave/é.py", ...evil, claims: { flags: 0 } }),
    /installers do not agree on/,
  ],
  [
    "an encrypted file",
    () => withEntries({ path: "wave/x.py", ...evil, claims: { flags: 1 } }),
    /encrypted|damaged/,
  ],
  [
    "a link",
    () => withEntries({ path: "wave/link.py", content: "/etc/passwd", mode: 0o120777 }),
    /link or a device/,
  ],
  [
    "a device",
    () => withEntries({ path: "wave/null", content: "", mode: 0o020666 }),
    /link or a device/,
  ],
  [
    "a RECORD that names a file which is not there",
    () =>
      changed((entry) =>
        entry.path.endsWith("/RECORD")
          ? { ...entry, content: `${String(entry.content)}wave/more.py,,\n` }
          : entry,
      ),
    /names wave\/more\.py, which is not there/,
  ],
  [
    "a file that no RECORD names",
    () => changed((entry) => entry, [{ path: "wave/more.py", ...evil }]),
    /does not name wave\/more\.py/,
  ],
  ["no RECORD", () => writeZip(wheelEntries(WAVE).slice(0, -1)), /no usable RECORD/],
  ["no .dist-info", () => writeZip([{ path: "wave.py", ...evil }]), /no \.dist-info/],
  [
    "two .dist-info folders",
    () => withEntries({ path: "other-1.0.dist-info/METADATA", ...evil }),
    /more than one \.dist-info/,
  ],
  [
    "another package's METADATA",
    () =>
      changed((entry) =>
        entry.path.endsWith("/METADATA")
          ? { ...entry, content: "Name: idna\nVersion: 2.0.0\n\n" }
          : entry,
      ),
    /says in its METADATA that it is idna/,
  ],
  [
    "a METADATA of 10 MB",
    () =>
      changed((entry) =>
        entry.path.endsWith("/METADATA")
          ? { ...entry, content: `Name: wave\nVersion: 2.0.0\n\n${"long ".repeat(2_100_000)}` }
          : entry,
      ),
    /METADATA larger than any real one|more than any real package/,
  ],
  [
    "two names for one file",
    () =>
      changed((entry) =>
        entry.path === "wave/deep.py" ? { ...entry, claims: { localPath: "wave/evil.py" } } : entry,
      ),
    /two names for one file/,
  ],
  [
    "a wrong checksum",
    () =>
      changed((entry) =>
        entry.path === "wave/deep.py" ? { ...entry, claims: { crc: 1 } } : entry,
      ),
    /wrong checksum/,
  ],
  [
    "a size that is not the file's",
    () =>
      changed((entry) =>
        entry.path === "wave/deep.py" ? { ...entry, claims: { size: 3 } } : entry,
      ),
    /damaged file|wrong size/,
  ],
  [
    "data between its files",
    () => writeZip(wheelEntries(WAVE), { between: "hidden" }),
    /hides data/,
  ],
  [
    "a bomb",
    () => withEntries({ path: "wave/zero.bin", content: Buffer.alloc(64 * 1024 * 1024) }),
    /unpacks to more/,
  ],
  [
    "a bomb that claims to be small",
    () =>
      withEntries({
        path: "wave/zero.bin",
        content: Buffer.alloc(1024 * 1024),
        claims: { size: 10 },
      }),
    /damaged file|wrong size/,
  ],
  [
    "a file that claims four gigabytes",
    () => withEntries({ path: "wave/zero.bin", content: "x", claims: { size: 0xfffffff0 } }),
    /unpacks to more/,
  ],
  [
    "two files that are installed as one",
    () => withEntries({ path: "wave-2.0.0.data/purelib/wave/deep.py", ...evil }),
    /install two files as wave\/deep\.py/,
  ],
  [
    "a folder of .data that nobody installs",
    () => withEntries({ path: "wave-2.0.0.data/evil/x", ...evil }),
    /folder evil/,
  ],
  ["an HTML page in its place", () => Buffer.from("<html>not here</html>"), /is damaged/],
  ["nothing at all", () => Buffer.alloc(0), /is damaged/],
];
for (const [title, archive, says] of BAD)
  test(`a wheel with ${title} is refused`, async () => {
    const message = await refusalOf(archive());
    assert.match(message, says);
    assert.ok(message.startsWith(`the wheel ${FILE} `));
  });

for (const file of [
  "wave-2.0.0.whl",
  "../wave-2.0.0-py3-none-any.whl",
  "wave.zip",
  "idna-2.0.0-py3-none-any.whl",
])
  test(`a wheel that is called ${file} is refused`, async () => {
    await refusalOf(makeWheel(WAVE), file);
  });

test("a wheel that was changed anywhere is read or refused, never a crash", async () => {
  const wheel = makeWheel(WAVE);
  const place = nat(wheel.length - 1);
  await property(
    asyncProperty(
      array(tuple(place, nat(255)), { maxLength: 4 }),
      nat(wheel.length),
      async (edits, cut) => {
        const bytes = Buffer.from(wheel);
        for (const [at, value] of edits) bytes[at] = value;
        const archive = bytes.subarray(0, edits.length === 0 ? cut : undefined);
        try {
          await readWheel(archive, FILE);
        } catch (thrown) {
          assert.ok(thrown instanceof PinfoldError, String(thrown));
        }
      },
    ),
    { numRuns: 200 },
  );
});

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { uvProviderOf } from "../../src/adapters/uv/provider.ts";
import { writeZip } from "../support/zip.ts";
import { failureOf } from "../support/failure-of.ts";

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
const PROGRAM = Buffer.from("\u007fELF the uv of this test");
const WHEEL = writeZip([
  { path: "uv/__init__.py", content: "" },
  { path: "uv-9.9.9.data/scripts/uv", content: PROGRAM, mode: 0o100755 },
]);
const PINNED = { version: "9.9.9", wheels: [[sha256(WHEEL), sha256(PROGRAM)]] as const };

/** A Python whose pip hands out `wheel`, and writes down how it was asked. */
class FakePython implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "pinfold-provider-"));
  readonly tools = join(this.folder, "tools");
  readonly python = join(this.folder, "python3");

  constructor(wheel: Buffer, script = "") {
    writeFileSync(join(this.folder, "given.whl"), wheel);
    writeFileSync(
      this.python,
      `#!/bin/sh
here=\${0%/*}
echo "$*" >"$here/asked"
${script}
while [ $# -gt 0 ]; do
  case $1 in --dest) dest=$2 ;; --requirement) cat "$2" >"$here/list" ;; esac
  shift
done
cp "$here/given.whl" "$dest/uv-9.9.9-py3-none-any.whl"
`,
    );
    chmodSync(this.python, 0o755);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  text(name: string): string {
    return readFileSync(join(this.folder, name), "utf8");
  }
}

test("uv is fetched by pip with the pinned hashes alone, and kept for this user", async () => {
  using fake = new FakePython(WHEEL);
  const provider = uvProviderOf(PINNED);
  assert.equal(await provider.own(fake.tools), null);
  const path = await provider.fetch(fake.python, fake.tools);
  assert.deepEqual(readFileSync(path), PROGRAM);
  assert.equal(statSync(path).mode & 0o777, 0o700);
  assert.match(fake.text("asked"), /^-I -m pip download .*--require-hashes/);
  assert.equal(fake.text("list"), `uv==9.9.9 --hash=sha256:${sha256(WHEEL)}\n`);
  assert.equal(await provider.own(fake.tools), path);
});

test("a private copy that was changed is none", async () => {
  using fake = new FakePython(WHEEL);
  const provider = uvProviderOf(PINNED);
  const path = await provider.fetch(fake.python, fake.tools);
  writeFileSync(path, "evil");
  assert.equal(await provider.own(fake.tools), null);
});

test("a wheel that is not the pinned one is not kept, whatever pip says of it", async () => {
  using fake = new FakePython(Buffer.from("another wheel"));
  const { code, message } = await failureOf(uvProviderOf(PINNED).fetch(fake.python, fake.tools));
  assert.equal(code, "refused");
  assert.match(message, /not the pinned wheel/);
  assert.ok(!existsSync(fake.tools));
});

test("another program in the pinned wheel is not kept", async () => {
  using fake = new FakePython(WHEEL);
  const other = { version: "9.9.9", wheels: [[sha256(WHEEL), "0".repeat(64)]] as const };
  const { message } = await failureOf(uvProviderOf(other).fetch(fake.python, fake.tools));
  assert.match(message, /another uv in it/);
  assert.ok(!existsSync(fake.tools));
});

test("a pip that fails, or a Python without one, is told with the next step", async () => {
  using fake = new FakePython(WHEEL, 'echo "No module named pip" >&2; exit 1');
  const { code, message, hint } = await failureOf(
    uvProviderOf(PINNED).fetch(fake.python, fake.tools),
  );
  assert.equal(code, "network");
  assert.match(message, /No module named pip/);
  assert.match(hint, /install uv yourself/);
  const gone = await failureOf(uvProviderOf(PINNED).fetch(`${fake.python}x`, fake.tools));
  assert.match(gone.message, /missing/);
});

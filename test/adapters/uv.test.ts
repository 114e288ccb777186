import assert from "node:assert/strict";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { uvResolverWith } from "../../src/adapters/uv/index.ts";
import type { ResolveRequest } from "../../src/ports/python-resolver.ts";
import { failureOf } from "../support/failure-of.ts";

const PATIENCE = { ask: 5_000, resolve: 5_000 };
const SHA = "0".repeat(64);
const LOCK = `lock-version = "1.0"
[[packages]]
name = "Wave"
version = "2.0.0"
marker = "python_full_version >= '3.12' and sys_platform == 'linux'"
wheels = [{ url = "https://files.example.com/wave-2.0.0-py3-none-any.whl", upload-time = 2026-01-05T09:00:00Z, hashes = { sha256 = "${SHA}" } }]
`;

/** A program in the place of uv: \`cases\` of a shell script by its first words. */
class FakeUv implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), "pinfold-uv-test-"));
  readonly path = join(this.folder, "uv");
  readonly log = join(this.folder, "log");

  constructor(cases: string, version = 'echo "uv 0.13.9 (test)"') {
    writeFileSync(join(this.folder, "lock.toml"), LOCK);
    writeFileSync(
      this.path,
      `#!/bin/sh\necho "$*" >>"${this.log}"\ncase "$*" in\n--version) ${version} ;;\n${cases}\nesac\n`,
    );
    chmodSync(this.path, 0o755);
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  get calls(): readonly string[] {
    return readFileSync(this.log, "utf8").trim().split("\n");
  }

  get works(): string {
    return `cat "${join(this.folder, "lock.toml")}"`;
  }

  request(more: Partial<ResolveRequest> = {}): ResolveRequest {
    return {
      uv: this.path,
      config: false,
      env: {},
      session: {},
      path: "/usr/bin:/bin",
      home: this.folder,
      cacheFolder: join(this.folder, "cache"),
      requirements: ["wave"],
      python: "3.12",
      interpreter: null,
      options: [],
      mayBuild: [],
      isAlone: false,
      ...more,
    };
  }
}

const COMPILE = (folder: string): string => `pip*) cat "${folder}/lock.toml" ;;`;

test("a closure is read from what uv prints", async () => {
  using uv = new FakeUv("");
  writeFileSync(
    uv.path,
    `#!/bin/sh\ncase "$1" in --version) echo "uv 0.13.9" ;; *) ${uv.works} ;; esac\n`,
  );
  const { uvVersion, python, packages } = await uvResolverWith(PATIENCE).resolve(uv.request());
  assert.deepEqual([uvVersion, python], ["0.13.9", "3.12"]);
  assert.deepEqual(packages, [
    {
      name: "wave",
      version: "2.0.0",
      marker: "sys_platform == 'linux'",
      wheels: [
        {
          file: "wave-2.0.0-py3-none-any.whl",
          url: "https://files.example.com/wave-2.0.0-py3-none-any.whl",
          sha256: `sha256:${SHA}`,
          published: "2026-01-05T09:00:00.000Z",
        },
      ],
      sdist: null,
      source: null,
    },
  ]);
});

test("nothing of the session reaches uv but certificates and proxies, and of the entry what uvx obeys", async () => {
  using uv = new FakeUv("");
  writeFileSync(
    uv.path,
    `#!/bin/sh\nenv >"${uv.log}"\ncase "$1" in --version) echo "uv 0.13.9" ;; *) ${uv.works} ;; esac\n`,
  );
  const session = {
    UV_INDEX: "https://evil.example.com",
    PIP_INDEX_URL: "x",
    PYTHONPATH: "x",
    XDG_CONFIG_HOME: "x",
    LD_PRELOAD: "x",
    GITHUB_TOKEN: "secret",
    HTTPS_PROXY: "http://proxy.example.com",
    SSL_CERT_FILE: "/etc/ssl/cert.pem",
  };
  const env = {
    UV_DEFAULT_INDEX: "https://own.example.com",
    GITHUB_TOKEN: "secret",
    UV_CACHE_DIR: "/x",
  };
  await uvResolverWith(PATIENCE).resolve(uv.request({ session, env }));
  const names = readFileSync(uv.log, "utf8")
    .split("\n")
    .map((line) => line.split("=")[0] ?? "")
    .filter((name) => /UV_|PIP_|PYTHON|XDG|LD_|TOKEN|PROXY|SSL/i.test(name));
  assert.deepEqual(names.toSorted(), [
    "HTTPS_PROXY",
    "SSL_CERT_FILE",
    "UV_CACHE_DIR",
    "UV_DEFAULT_INDEX",
    "UV_HTTP_RETRIES",
    "UV_NO_CONFIG",
    "UV_NO_PROGRESS",
  ]);
});

test("a uv that is not there, or cannot be started, is told with the next step", async () => {
  using uv = new FakeUv("");
  const missing = await failureOf(
    uvResolverWith(PATIENCE).resolve(uv.request({ uv: `${uv.path}x` })),
  );
  assert.match(missing.message, /uv is not there/);
  chmodSync(uv.path, 0o644);
  const denied = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
  assert.match(denied.message, /cannot be started/);
  assert.equal(denied.code, "input");
});

for (const [what, version, says] of [
  ["is too old", 'echo "uv 0.4.30"', /is uv 0\.4\.30, and 0\.7\.0 or newer is needed/],
  ["is something else", 'echo "cargo 1.80"', /is no uv/],
  ["says nothing", ":", /is no uv/],
  ["fails", "exit 3", /is no uv/],
] as const)
  test(`a uv that ${what} is told before it is asked for anything`, async () => {
    using uv = new FakeUv("*) exit 1 ;;", version);
    const { message, code } = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
    assert.match(message, says);
    assert.equal(code, "input");
    assert.deepEqual(uv.calls, ["--version"]);
  });

test("a uv that hangs is ended with what it started", async () => {
  using uv = new FakeUv("pip*) sleep 60 ;;");
  const quick = uvResolverWith({ ask: 5_000, resolve: 200 });
  const { message, code } = await failureOf(quick.resolve(uv.request()));
  assert.match(message, /no answer in time and was ended/);
  assert.equal(code, "network");
});

test("a uv that prints without an end is ended", async () => {
  using uv = new FakeUv("pip*) while :; do head -c 1000000 /dev/zero; done ;;");
  const { message } = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
  assert.match(message, /printed more than any uv does/);
});

for (const [what, says, code] of [
  ["something that is no TOML", 'echo "Resolved 3 packages"', "input"],
  ["a TOML of something else", 'echo "a = 1"', "input"],
  [
    "a package of a folder",
    `printf 'lock-version="1.0"\\n[[packages]]\\nname="x"\\ndirectory={path="."}\\n'`,
    "refused",
  ],
  [
    "an archive without a sha256",
    `printf 'lock-version="1.0"\\n[[packages]]\\nname="x"\\nwheels=[{url="https://a.example.com/x-1-py3-none-any.whl",hashes={md5="0"}}]\\n'`,
    "refused",
  ],
] as const)
  test(`a uv that prints ${what} is told`, async () => {
    using uv = new FakeUv(`pip*) ${says} ;;`);
    const failure = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
    assert.equal(failure.code, code);
  });

test("what uv says on standard error is no part of its answer", async () => {
  using uv = new FakeUv("");
  writeFileSync(
    uv.path,
    `#!/bin/sh\necho "warning: chatty" >&2\ncase "$1" in --version) echo "uv 0.13.9" ;; *) ${uv.works} ;; esac\n`,
  );
  const { packages } = await uvResolverWith(PATIENCE).resolve(uv.request());
  assert.equal(packages.length, 1);
});

const NO_WHEEL = "hint: Wheels are required for `wave` because building from source is disabled";

test("a package without a wheel is built only where a person allowed it by name", async () => {
  using uv = new FakeUv(
    `*--no-binary*wave*) cat "$(dirname "$0")/lock.toml" ;;\npip*) echo '${NO_WHEEL}' >&2; exit 1 ;;`,
  );
  const refused = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
  assert.equal(refused.code, "refused");
  assert.match(refused.hint, /--allow-scripts wave/);
  assert.ok(uv.calls.every((call) => !call.includes("--no-binary")));
  const { built } = await uvResolverWith(PATIENCE).resolve(uv.request({ mayBuild: ["wave"] }));
  assert.deepEqual(built, ["wave"]);
  for (const call of uv.calls.filter((one) => one.startsWith("pip")))
    assert.match(call, /--only-binary :all:/);
});

test("a Python that a package demands is taken in place of a lower one", async () => {
  using uv = new FakeUv(
    `*--python-version*3.13*) cat "$(dirname "$0")/lock.toml" ;;\npip*) echo "does not satisfy Python>=3.13" >&2; exit 1 ;;`,
  );
  const { python } = await uvResolverWith(PATIENCE).resolve(uv.request());
  assert.equal(python, "3.13");
});

test("a demand that never ends is given up", async () => {
  using uv = new FakeUv(
    `pip*) echo "does not satisfy Python>=3.$(wc -l <"$(dirname "$0")/log")9" >&2; exit 1 ;;`,
  );
  const { code } = await failureOf(uvResolverWith(PATIENCE).resolve(uv.request()));
  assert.equal(code, "network");
  assert.ok(uv.calls.length < 40);
});

test("the Python that uv finds is asked for without environments and downloads", async () => {
  using uv = new FakeUv(
    `python*--show-version*) echo 3.12.4 ;;\npython*) echo /usr/bin/python3.12 ;;\n${COMPILE(".")}`,
  );
  const found = await uvResolverWith(PATIENCE).python(uv.request(), "3.12");
  assert.deepEqual(found, { version: "3.12", path: "/usr/bin/python3.12" });
  for (const call of uv.calls.filter((one) => one.startsWith("python")))
    assert.match(call, /--system --no-project --no-python-downloads.* 3\.12$/);
});

test("where uv finds no Python it is told", async () => {
  using uv = new FakeUv(`python*) echo "error: No interpreter found" >&2; exit 2 ;;`);
  const { message } = await failureOf(uvResolverWith(PATIENCE).python(uv.request(), null));
  assert.match(message, /finds no Python/);
});

test("indexes are read from uv's notes, without a network", async () => {
  using uv = new FakeUv(
    `*--offline*) printf 'wave==2.0.0 ; x\\n    # from https://index.example.com/simple\\nidna[all]==3.0\\n    # via wave\\n    # from https://other.example.com/simple\\n' ;;`,
  );
  const resolution = { uvVersion: "0.13.9", python: "3.12", built: [], packages: [] };
  const found = await uvResolverWith(PATIENCE).indexes(uv.request(), resolution);
  assert.deepEqual(
    [...found],
    [
      ["wave", "https://index.example.com/simple"],
      ["idna", "https://other.example.com/simple"],
    ],
  );
});

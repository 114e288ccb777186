import assert from "node:assert/strict";
import { test } from "node:test";

import type { Options } from "../../src/commands/define.ts";
import { COMMANDS } from "../../src/commands/index.ts";
import { parseOptions } from "../../src/commands/options.ts";
import { PinfoldError } from "../../src/errors.ts";

function parse(name: string, ...args: readonly string[]): Options {
  const command = COMMANDS.find((one) => one.name === name);
  if (command === undefined) throw new Error(`no command ${name}`);
  return parseOptions(command, args, "/srv/shop");
}

test("what is not given is nothing", () => {
  const { scope, ...rest } = parse("verify");
  assert.deepEqual(scope, {
    servers: [],
    lockfiles: null,
    client: null,
    configs: new Map(),
    clientPath: null,
    projects: [],
  });
  assert.equal(rest.format, "text");
  assert.equal(rest.isYes, false);
});

test("paths are taken from the working directory, servers may stand anywhere", () => {
  const { scope } = parse(
    "verify",
    "gull",
    "--lockfiles",
    "pins",
    "--config",
    "claude-desktop=../a=b.json",
    "--project",
    ".",
    "tern",
    "--client-path=/usr/bin",
  );
  assert.deepEqual(scope, {
    servers: ["gull", "tern"],
    lockfiles: "/srv/shop/pins",
    client: null,
    configs: new Map([["claude-desktop", "/srv/a=b.json"]]),
    clientPath: "/usr/bin",
    projects: ["/srv/shop"],
  });
});

test("--json and --format json are one", () => {
  for (const args of [["--json"], ["--format", "json"], ["--format=json", "--json"]])
    assert.equal(parse("verify", ...args).format, "json");
});

for (const [args, message] of [
  [["verify", "--what"], /Unknown option '--what'/],
  [["verify", "-x"], /Unknown option '-x'/],
  [["verify", "--yes"], /pinfold verify has no option --yes/],
  [["list", "--lockfiles", "a"], /pinfold list has no option --lockfiles/],
  [["verify", "--format", "xml"], /--format xml is not known/],
  [["verify", "--json", "--format", "text"], /contradicts/],
  [["verify", "--lockfiles", "a", "--lockfiles", "b"], /given 2 times/],
  [["verify", "--lockfiles"], /--lockfiles/],
  [["verify", "--lockfiles", "--json"], /--lockfiles/],
  [["verify", "--json=yes"], /--json/],
  [["verify", "--config", "x"], /CLIENT=FILE/],
  [["verify", "--config", "=x"], /CLIENT=FILE/],
  // A variable that is empty in a script would otherwise mean the working directory.
  [["verify", "--lockfiles", ""], /--lockfiles is empty/],
  [["verify", "--lockfiles="], /--lockfiles is empty/],
  [["verify", "--project", ""], /--project is empty/],
  [["verify", "--client-path", ""], /--client-path is empty/],
  [["verify", "--config", "cursor="], /CLIENT=FILE/],
  [["verify", "--config", "cursor=a", "--config", "cursor=b"], /twice/],
] as const) {
  test(`pinfold ${args.join(" ")} is wrong use`, () => {
    const [name, ...rest] = args;
    assert.throws(
      () => parse(name, ...rest),
      (thrown: unknown) => {
        assert.ok(thrown instanceof PinfoldError);
        assert.equal(thrown.code, "usage");
        assert.match(thrown.message, message);
        assert.notEqual(thrown.hint, "");
        return true;
      },
    );
  });
}

import assert from "node:assert/strict";
import { test } from "node:test";

import type { Options } from "../../src/commands/define.ts";
import { commandHelp, helpText } from "../../src/commands/help.ts";
import { COMMANDS, findCommand } from "../../src/commands/index.ts";
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

test("what stands behind -- belongs to a command that takes it", () => {
  const verify = COMMANDS.find(({ name }) => name === "verify");
  assert.ok(verify);
  const taking = { ...verify, takesRest: true };
  const { positionals, rest, has } = parseOptions(taking, ["gull", "--", "--json", "--"], "/srv");
  assert.deepEqual(positionals, ["gull"]);
  assert.deepEqual(rest, ["--json", "--"]);
  assert.equal(has("json"), false);
  assert.deepEqual(parse("verify", "--", "gull").positionals, ["gull"]);
});

test("a command of two words is found before one of its first word", () => {
  assert.equal(findCommand(["verify", "gull"])?.command.name, "verify");
  assert.equal(findCommand(["verify", "gull"])?.words, 1);
  assert.equal(findCommand(["no-such", "verify"]), null);
  for (const command of COMMANDS)
    assert.equal(findCommand(command.name.split(" "))?.command, command);
});

test("the help of a command shows every option that it takes, and no other", () => {
  for (const command of COMMANDS) {
    const shown = [...commandHelp(command).matchAll(/^ {2}--([a-z-]+)/gm)].map(([, name]) => name);
    assert.deepEqual(shown, command.options);
  }
});

test("the main help names every command that is for people", () => {
  const text = helpText();
  for (const { usage, isHidden } of COMMANDS)
    assert.equal(text.includes(`  ${usage}`), isHidden !== true);
});

import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";

import type { DoctorReport } from "../../src/model/diagnosis.ts";
import { doctorJson, doctorText } from "../../src/reporters/doctor.ts";
import { plain } from "../../src/reporters/style.ts";
import { briefly, DoctorHome } from "../support/doctor-home.ts";

/** Letters and digits without a meaning, the same in every run. */
function random(
  length: number,
  alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789",
): string {
  let state = 17;
  let text = "";
  for (let index = 0; index < length; index += 1) {
    state = (state * 48_271) % 2_147_483_647;
    text += alphabet.charAt(state % alphabet.length);
  }
  return text;
}

const HEX = "0123456789abcdef";

interface Row {
  readonly kind: string;
  readonly entry: object;
  readonly secret: string;
  readonly says: string;
}

const npx = { command: "npx", args: ["-y", "@scope/name@1.0.0"] };
const ofVariable = (name: string, secret: string): Pick<Row, "entry" | "secret"> => ({
  entry: { ...npx, env: { [name]: secret } },
  secret,
});

const ROWS: readonly Row[] = [
  {
    kind: "GitHub, whatever the variable is called",
    ...ofVariable("X", `ghp_${random(36)}`),
    says: "the variable X holds a secret: github token",
  },
  {
    kind: "OpenAI",
    ...ofVariable("OPENAI_API_KEY", `sk-proj-${random(74)}T3BlbkFJ${random(74)}`),
    says: "the variable OPENAI_API_KEY holds a secret: openai token",
  },
  {
    kind: "Slack",
    ...ofVariable("SLACK_BOT_TOKEN", `xoxb-123456789012-1234567890123-${random(24)}`),
    says: "the variable SLACK_BOT_TOKEN holds a secret: slack token",
  },
  {
    kind: "a key that no rule of a service knows, by its name",
    ...ofVariable("BRAVE_API_KEY", `BSA${random(28)}`),
    says: "the variable BRAVE_API_KEY holds a secret: key or token",
  },
  {
    kind: "a UUID as a key",
    ...ofVariable("EXA_API_KEY", "8c1f0a9e-3b52-4d77-9e1c-5a4f2b7d6e10"),
    says: "the variable EXA_API_KEY holds a secret: key or token",
  },
  {
    kind: "a password",
    ...ofVariable("DB_PASSWORD", "correct-horse-7"),
    says: "the variable DB_PASSWORD holds a secret: password",
  },
  {
    kind: "a JSON Web Token",
    ...ofVariable("ANON", `eyJ${random(20)}.eyJ${random(30)}.${random(43)}`),
    says: "the variable ANON holds a secret: JSON Web Token",
  },
  {
    kind: "a private key",
    ...ofVariable("PEM", `-----BEGIN PRIVATE KEY-----\n${random(64)}\n-----END PRIVATE KEY-----`),
    says: "the variable PEM holds a secret: private key",
  },
  {
    kind: "a password in the address of a database",
    ...ofVariable("DATABASE_URL", `postgres://ada:${random(14)}@db.example.test:5432/app`),
    says: "the variable DATABASE_URL holds a secret: password in an address",
  },
  {
    kind: "an argument behind its option",
    entry: { command: "npx", args: [...npx.args, "--access-token", `sbp_${random(40, HEX)}`] },
    secret: `sbp_${random(40, HEX)}`,
    says: "the argument behind --access-token holds a secret: key or token",
  },
  {
    kind: "an argument with its option",
    entry: { command: "npx", args: [...npx.args, `--api-key=${random(32)}`] },
    secret: random(32),
    says: "the argument --api-key holds a secret: key or token",
  },
  {
    kind: "a variable of a container",
    entry: {
      command: "docker",
      args: ["run", "-i", "-e", `GITLAB_TOKEN=glpat-${random(20)}`, "x/y"],
    },
    secret: `glpat-${random(20)}`,
    says: "the argument GITLAB_TOKEN holds a secret: gitlab personal access token",
  },
  {
    kind: "a header",
    entry: { url: "https://mcp.example.test/", headers: { Authorization: `Bearer ${random(40)}` } },
    secret: random(40),
    says: "the header Authorization holds a secret: key or token",
  },
  {
    kind: "a header of a bridge",
    entry: {
      command: "npx",
      args: [
        "-y",
        "mcp-remote@0.1.29",
        "https://mcp.example.test/",
        "--header",
        `Authorization: Bearer ${random(40)}`,
      ],
    },
    secret: random(40),
    says: "the argument Authorization holds a secret: key or token",
  },
  {
    kind: "a header in a line for a shell",
    entry: {
      command: "sh",
      args: ["-c", `curl -s -H "Authorization: Bearer ${random(40)}" https://x.test/ | node -`],
    },
    secret: random(40),
    says: "the argument Authorization holds a secret: key or token",
  },
  {
    kind: "a variable in a line for a shell",
    entry: { command: "sh", args: ["-c", `API_KEY=${random(32)} exec npx -y @scope/name`] },
    secret: random(32),
    says: "the argument API_KEY holds a secret: key or token",
  },
  {
    kind: "arguments as one text, which nobody reads",
    entry: { command: "npx", args: `-y @scope/name --api-key ${random(32)}` },
    secret: random(32),
    says: "the member args holds a secret: key or token",
  },
  {
    kind: "a misspelt member",
    entry: { ...npx, enviroment: { FOO_TOKEN: random(32) } },
    secret: random(32),
    says: "the member FOO_TOKEN holds a secret: key or token",
  },
  {
    kind: "a secret of a login",
    entry: {
      url: "https://mcp.example.test/",
      auth: { CLIENT_ID: "a1", CLIENT_SECRET: random(40) },
    },
    secret: random(40),
    says: "the member CLIENT_SECRET holds a secret: key or token",
  },
  {
    kind: "a server that is switched off",
    entry: { ...npx, disabled: true, env: { X: `ghp_${random(36)}` } },
    secret: `ghp_${random(36)}`,
    says: "the variable X holds a secret: github token",
  },
  {
    kind: "a parameter of an address",
    entry: { url: `https://mcp.example.test/mcp?api_key=${random(30)}` },
    secret: random(30),
    says: "its address, parameter api_key holds a secret: key or token",
  },
  {
    kind: "a key in the path of an address",
    entry: { url: `https://mcp.example.test/s/${random(44)}/mcp` },
    secret: random(44),
    says: "its address holds a secret: address with a key in it",
  },
  {
    kind: "a value that tries to switch the rules off",
    ...ofVariable("X", `ghp_${random(36)} // secretlint-disable`),
    says: "the variable X holds a secret: github token",
  },
];

function everything(report: DoctorReport): string {
  return doctorJson(report, null) + doctorText(report, { style: plain, home: "/home/ada" });
}

for (const { kind, entry, secret, says } of ROWS)
  test(`${kind}: told by its kind, and never shown`, async () => {
    const home = new DoctorHome().hasNode().configures({ a: entry }, "cursor");
    const report = await home.examines();
    const told = report.findings.filter(({ ruleId }) => ruleId === "plain-secret");
    assert.deepEqual(
      told.map(({ message }) => message),
      [says],
    );
    assert.equal(report.exitCode, 1);
    const shown = everything(report);
    for (let at = 0; at + 8 <= secret.length; at += 4)
      assert.ok(!shown.includes(secret.slice(at, at + 8)), "a part of the secret is shown");
  });

const HARMLESS: readonly (readonly [name: string, value: string])[] = [
  ["OPENAI_API_KEY", "${env:OPENAI_API_KEY}"],
  ["OPENAI_API_KEY", "sk-your-key-here"],
  ["GITHUB_TOKEN", "ghp_xxxxxxxxxxxxxxxxxxxx"],
  ["GITHUB_TOKEN", "<YOUR_TOKEN>"],
  ["GITHUB_TOKEN", "op://Private/GitHub/token"],
  ["MAX_TOKENS", "200000"],
  ["TOKEN_LIMIT", "4096"],
  ["PUBLIC_KEY", "MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE"],
  ["API_KEY_FILE", "/run/secrets/api_key"],
  ["GOOGLE_APPLICATION_CREDENTIALS", "/home/ada/key.json"],
  ["TOKEN_URL", "https://login.example.test/oauth/token"],
  ["KEY", "name"],
  ["SORT_KEY", "created_at_2024_descending"],
  ["PASSWORD", "postgres"],
  ["DATABASE_URL", "postgres://postgres:postgres@localhost:5432/app"],
  ["NODE_ENV", "production"],
  ["LOG_LEVEL", "info"],
  ["WORKSPACE_ID", "0192f3a4-7b1c-7d3e-9f00-aabbccddeeff"],
];

test("what only looks like one is passed over", async () => {
  for (const [name, value] of HARMLESS) {
    const home = new DoctorHome()
      .hasNode()
      .configures({ a: { ...npx, env: { [name]: value } } }, "cursor");
    const { findings } = await home.examines();
    const told = findings.filter(({ ruleId }) => ruleId === "plain-secret").map(briefly);
    assert.deepEqual(told, [], name);
  }
});

test("each client's own way is named", async () => {
  const token = `ghp_${random(36)}`;
  const ways: Readonly<Record<string, RegExp>> = {
    cursor: /^write \$\{env:GITHUB_TOKEN\}, and set it/,
    "claude-code": /^write \$\{GITHUB_TOKEN\}, and set it/,
    "claude-desktop": /^Claude Desktop replaces nothing: let a launcher fetch it/,
  };
  for (const [client, way] of Object.entries(ways)) {
    const home = new DoctorHome().hasNode();
    const { findings } = await home
      .configures({ a: { ...npx, env: { GITHUB_TOKEN: token } } }, client)
      .examines();
    const told = findings.find(({ ruleId }) => ruleId === "plain-secret");
    assert.match(told?.remedy ?? "", way, client);
  }
});

test("who can read it is said: others of the machine, or everybody with the project", async () => {
  const entry = { ...npx, env: { GITHUB_TOKEN: `ghp_${random(36)}` } };
  const text = JSON.stringify({ mcpServers: { a: entry } });
  const open = await new DoctorHome().hasNode().has("~/.cursor/mcp.json", text, 0o644).examines();
  const own = await new DoctorHome().hasNode().has("~/.cursor/mcp.json", text, 0o600).examines();
  const shop = new DoctorHome().hasNode().has("~/shop/.cursor/mcp.json", text, 0o600);
  const project = await shop.examines({ projects: ["/home/ada/shop"] });
  const effect = ({ findings }: DoctorReport): string =>
    findings.find(({ ruleId }) => ruleId === "plain-secret")?.effect ?? "";
  assert.equal(effect(open), "other users of this machine can read the file");
  assert.equal(effect(own), "every program of yours can read it");
  assert.equal(effect(project), "whoever has the project has it too");
});

test("whatever stands in a variable, a header or an argument, it is not shown", async () => {
  const values = fc
    .stringMatching(/^[A-Za-z0-9+=_!$%&*#@-]{16,50}$/)
    .filter((text) => !text.startsWith("-"));
  await fc.assert(
    fc.asyncProperty(
      values,
      fc.constantFrom("TOKEN", "X", "PATH_TO", "password"),
      async (value, name) => {
        fc.pre(!/^@|^your|^xxx|HERE/i.test(value));
        const entry = {
          command: "npx",
          args: ["-y", "@scope/name", `--${name}`, value],
          env: { [name]: value },
        };
        const home = new DoctorHome().hasNode().configures({ a: entry }, "cursor");
        const shown = everything(await home.examines());
        assert.ok(!shown.includes(value));
      },
    ),
    { numRuns: 60 },
  );
});

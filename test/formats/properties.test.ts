import assert from "node:assert/strict";
import { describe, test } from "node:test";

import * as fc from "fast-check";
import { stringify as stringifyToml } from "smol-toml";
import { stringify as stringifyYaml } from "yaml";

import { type ConfigNode, MAX_PROBLEMS } from "../../src/formats/node.ts";
import { type ConfigFormat, readConfig } from "../../src/formats/read.ts";
import { bare, countNodes, textAt, valueOf } from "./value.ts";

const FORMATS: readonly ConfigFormat[] = ["json", "jsonc", "toml", "yaml", "frontmatter"];

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** Texts that look like configs until they do not. */
const token = fc.constantFrom(
  ..."{}[],:\"'#\n\t -=.&*!|>%@`\\/<?".split(""),
  "---\n",
  "- ",
  ": ",
  "[[",
  "]]",
  '"""',
  "'''",
  "//",
  "/*",
  "*/",
  "a",
  "b: ",
  "true",
  "1e9",
  "null",
  "mcpServers",
  "[mcp_servers.a]\n",
  '"command": "npx"',
  "command = ",
  "&a ",
  "*a",
  "<<: ",
  "\r\n",
  "\uFEFF",
  "\u0000",
  "\u2028",
);
const nearConfig = fc.array(token, { maxLength: 60 }).map((parts) => parts.join(""));

const key = fc.oneof(
  fc.string({ maxLength: 8 }),
  fc.constantFrom("__proto__", "constructor", "a.b", "a b", "1"),
);
const scalar = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.boolean(),
  fc.integer({ min: -1e6, max: 1e6 }),
);
const config = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: "small" },
    scalar,
    fc.array(scalar, { maxLength: 4 }),
    tie("object"),
  ),
  object: fc.dictionary(key, tie("value"), { maxKeys: 5, noNullPrototype: false }),
})).object;

for (const format of FORMATS)
  describe(format, () => {
    const check = (input: Uint8Array): void => {
      const { root, problems } = readConfig(input, format);
      assert.ok(problems.length <= 2 * MAX_PROBLEMS + 2, `${problems.length} problems`);
      assert.ok(countNodes(root) <= 50_000);
      for (const { line, column } of problems) assert.ok(line >= 1 && column >= 1);
    };

    test("any bytes are answered", () => {
      fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), check), { numRuns: 200 });
    });

    test("any text is answered", () => {
      fc.assert(
        fc.property(fc.oneof(nearConfig, fc.string({ unit: "binary", maxLength: 80 })), (text) =>
          check(bytes(text)),
        ),
        { numRuns: 200 },
      );
    });

    test("what was cut off is answered", () => {
      const whole: Partial<Record<ConfigFormat, string>> = {
        toml: "[mcp_servers.a]\ncommand = \"npx\"\nargs = [\"-y\", '''x''']\nenv = { A.b = \"1\" }\n",
        yaml: "a: &x\n  - b: |\n      text\n  - *x\nc: { d: [1, 'e'] }\n",
        frontmatter: "---\nmcpServers:\n  - a: { command: npx }\n---\ntext\n",
      };
      const text = whole[format] ?? '{"a":{"command":"npx","args":["-y",1.5e3,null]}, /* x */ }';
      for (let length = 0; length <= text.length; length += 1) check(bytes(text.slice(0, length)));
    });
  });

/** Every member's place is where its name begins, or the header or brace that brings it in. */
function checkPlaces(text: string, node: ConfigNode | null): void {
  if (node?.type === "array") for (const item of node.items) checkPlaces(text, item);
  if (node?.type !== "object") return;
  for (const member of node.members) {
    assert.match(textAt(text, member), /^\S/, `${member.key} at ${member.line}:${member.column}`);
    checkPlaces(text, member.value);
  }
}

const WRITERS: readonly (readonly [ConfigFormat, (value: unknown) => string])[] = [
  ["json", (value) => JSON.stringify(value, null, 2)],
  ["jsonc", (value) => `// note\n${JSON.stringify(value, null, 1)}`],
  ["toml", (value) => stringifyToml(value)],
  ["yaml", (value) => stringifyYaml(value)],
];

for (const [format, write] of WRITERS)
  test(`${format}: what is written is read, with places`, () => {
    fc.assert(
      fc.property(config, (value) => {
        const text = write(value);
        const { root, problems } = readConfig(bytes(text), format);
        assert.deepEqual(problems, []);
        // An empty TOML or YAML text may be no value at all.
        assert.deepEqual(valueOf(root) ?? bare({}), bare(value));
        checkPlaces(text, root);
      }),
      { numRuns: 200 },
    );
  });

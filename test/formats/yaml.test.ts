import assert from "node:assert/strict";
import { test } from "node:test";

import { nodeAt } from "../../src/formats/node.ts";
import { parseYaml } from "../../src/formats/yaml.ts";
import { valueOf } from "./value.ts";

test("an alias is the value that it stands for", () => {
  const { root, problems } = parseYaml("a: &x { b: 1 }\nc: *x\n");
  assert.deepEqual(problems, []);
  assert.equal(valueOf(nodeAt(root, ["c", "b"])), 1);
});

test("aliases of aliases do not multiply without end", () => {
  const lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"];
  for (let level = 1; level < 12; level += 1)
    lines.push(
      `a${level}: &a${level} [${Array(10)
        .fill(`*a${level - 1}`)
        .join(", ")}]`,
    );
  const { root, problems } = parseYaml(lines.join("\n"));
  assert.equal(root, null);
  assert.match(problems[0]?.message ?? "", /more than/);
});

test("an alias of itself ends", () => {
  assert.match(parseYaml("a: &a [*a]\n").problems[0]?.message ?? "", /nested deeper|alias/i);
});

test("nesting, length, names used twice and further documents are said", () => {
  const says = (text: string): string => parseYaml(text).problems[0]?.message ?? "";
  assert.match(says("[".repeat(5000)), /nested deeper/);
  assert.match(says("- ".repeat(5000)), /nested deeper/);
  assert.match(says("a: 1\n".repeat(50_000)), /longer than/);
  assert.match(says("a: 1\na: 2\n"), /used twice/);
  assert.match(says("a: 1\n---\nb: 2\n"), /second document/);
});

test("names and values that look like something else are the text that was written", () => {
  const { root } = parseYaml("1: a\nno: yes\ndate: 2026-11-22\n<<: merged\n");
  assert.deepEqual(
    { ...(valueOf(root) as object) },
    {
      "1": "a",
      no: "yes",
      date: "2026-11-22",
      "<<": "merged",
    },
  );
});

test("tags run nothing", () => {
  const { root } = parseYaml('a: !!js/function "x"\nb: !own { c: 1 }\n');
  assert.equal(valueOf(nodeAt(root, ["a"])), "x");
});

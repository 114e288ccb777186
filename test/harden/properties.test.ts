import assert from "node:assert/strict";
import { test } from "node:test";

import * as fc from "fast-check";
import { parse as parseJsonc } from "jsonc-parser";
import { parse as parseToml, stringify as stringifyToml } from "smol-toml";
import { parse as parseYaml, stringify as stringifyYaml } from "yaml";

import { readEntry, STANDARD } from "../../src/clients/reading/entry.ts";
import { isIntended } from "../../src/edits/intended.ts";
import { spliced } from "../../src/edits/plan.ts";
import { nodeAt } from "../../src/formats/node.ts";
import { type ConfigFormat, parseConfig } from "../../src/formats/read.ts";
import { rewriteCommand } from "../../src/harden/rewrite.ts";

interface Entry {
  readonly command: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
}

type Servers = Readonly<Record<string, Entry>>;

const word = fc.oneof(
  fc.string({ maxLength: 10, unit: "grapheme" }),
  fc.constantFrom(
    "-y",
    "--",
    "a # b",
    "a: b",
    "// x",
    "'q'",
    '"q"',
    "\\",
    "*a",
    "&a",
    "true",
    "1",
    "~",
    "[",
    "C:\\x",
    "{b}",
    ",",
    "- a",
  ),
);
const name = fc.string({ minLength: 1, maxLength: 8 }).filter((text) => text !== "__proto__");
const entry: fc.Arbitrary<Entry> = fc.record(
  {
    command: word,
    args: fc.array(word, { maxLength: 5 }),
    env: fc.dictionary(name, word, { maxKeys: 2, noNullPrototype: true }),
  },
  { requiredKeys: ["command"] },
);
const servers = fc.dictionary(name, entry, { minKeys: 1, maxKeys: 4, noNullPrototype: true });

/** Blanks and comments for places where a format takes any; each comment once. */
const gaps: fc.Arbitrary<fc.Stream<string>> = fc.infiniteStream(
  fc.constantFrom("", "", " ", "\n  ", "\r\n", "\t", "//\n", "/**/"),
);

/** JSON with a gap wherever one may stand. */
function jsoncText(value: unknown, gap: () => string): string {
  if (Array.isArray(value))
    return `[${gap()}${value.map((item) => jsoncText(item, gap) + gap()).join(`,${gap()}`)}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([key, inner]) => `${JSON.stringify(key)}${gap()}:${gap()}${jsoncText(inner, gap)}${gap()}`,
  );
  return `{${gap()}${members.join(`,${gap()}`)}}`;
}

/** A comment at the end of lines that can have one. */
function commented(text: string, isPossible: (line: string) => boolean): string {
  return text
    .split("\n")
    .map((line, index) => (isPossible(line) ? `${line} # note ${index}.` : line))
    .join("\n");
}

const WRITERS: readonly (readonly [
  ConfigFormat,
  (value: unknown, gap: () => string) => string,
  (text: string) => unknown,
])[] = [
  ["json", (value) => JSON.stringify(value), (text) => JSON.parse(text) as unknown],
  ["json", (value) => JSON.stringify(value, null, 2), (text) => JSON.parse(text) as unknown],
  ["jsonc", jsoncText, (text) => parseJsonc(text) as unknown],
  [
    "toml",
    (value) => commented(stringifyToml(value), (line) => line !== ""),
    (text) => parseToml(text),
  ],
  [
    "yaml",
    (value) =>
      commented(stringifyYaml(value, { lineWidth: 0 }), (line) =>
        /^ *(?:- )?[\w-]+:? ?[\w./-]*$/.test(line),
      ),
    (text) => parseYaml(text) as unknown,
  ],
  [
    "yaml",
    (value) => stringifyYaml(value, { lineWidth: 0, collectionStyle: "flow", indentSeq: false }),
    (text) => parseYaml(text) as unknown,
  ],
];

const COMMENT = /\/\*\d+\*\/|\/\/\d+\n|# note \d+\./g;

for (const [index, [format, write, read]] of WRITERS.entries())
  test(`${format} ${index}: any entry of any file gets exactly the new command line`, () => {
    let done = 0;
    fc.assert(
      fc.property(
        servers,
        gaps,
        fc.nat(),
        fc.nat(),
        fc.nat(),
        fc.array(word, { maxLength: 4 }),
        word,
        // oxlint-disable-next-line max-params -- the parts of one case
        (all: Servers, stream, which, start, length, values, command) => {
          let count = 0;
          const gap = (): string => {
            const next = stream.next();
            const value = next.done === true ? "" : next.value;
            count += 1;
            return value.replace("//", `//${count}`).replace("/**/", `/*${count}*/`);
          };
          const text = write({ top: 1, s: all, after: ["x"] }, gap);
          const names = Object.keys(all);
          const chosen = names[which % names.length] ?? "";
          const old = all[chosen];
          assert.ok(old !== undefined);
          const own = old.args ?? [];
          const from = start % (own.length + 1);
          const taken = length % (own.length - from + 1);
          const { root } = parseConfig(text, format);
          const node = nodeAt(root, ["s", chosen]);
          assert.ok(root !== null && node !== null, text);
          const { written } = readEntry(node, STANDARD);
          const next = { command, args: { from, count: taken, values } };
          const change = rewriteCommand(text, format, written, next);
          if (change === null) return;
          done += 1;
          const after = spliced(text, change.splices);
          assert.ok(isIntended(root, after, format, change.intended), after);
          const args = own.toSpliced(from, taken, ...values);
          const isAdded = old.args === undefined && args.length === 0;
          const entryNow = { ...old, command, ...(isAdded ? {} : { args }) };
          const wanted = { top: 1, s: { ...all, [chosen]: entryNow }, after: ["x"] };
          assert.deepEqual(plain(read(after)), plain(wanted));
          assert.deepEqual(after.match(COMMENT), text.match(COMMENT), "every comment stays");
        },
      ),
      { numRuns: 100 },
    );
    // What is declined says nothing: most of it must be possible.
    assert.ok(done > 50, `${done} of 100`);
  });

function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";

const textOf = (path: string): string =>
  readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly devDependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const manifestOf = (path: string): Manifest => JSON.parse(textOf(path)) as Manifest;
const [, shipped = "", develops = ""] = textOf("docs/dependencies.md").split(/^## .*$/m);

/** Rows as `[package, number of its own]`. */
function rows(section: string): [string, string][] {
  return [...section.matchAll(/^\| `([^`]+)` \| ([^|]+) \| [^|]+ \| [^|]+ \|$/gm)].map(
    ([, name = "", own = ""]) => [name, own.trim()],
  );
}

/** What the page should say, from the installed packages themselves. */
function expected(names: readonly string[]): [string, string][] {
  return names.toSorted().map((name) => {
    const { dependencies, optionalDependencies } = manifestOf(`node_modules/${name}/package.json`);
    const optional = Object.keys(optionalDependencies ?? {}).length;
    const own = String(Object.keys(dependencies ?? {}).length);
    return [name, optional === 0 ? own : `${own} + ${optional}`];
  });
}

const { dependencies = {}, devDependencies = {} } = manifestOf("package.json");

test("every shipped dependency has its line, and no line lacks its dependency", () => {
  assert.deepEqual(rows(shipped), expected(Object.keys(dependencies)));
});

test("every development dependency has its line, and no line lacks its dependency", () => {
  assert.deepEqual(rows(develops), expected(Object.keys(devDependencies)));
});

test("versions are exact, and the lockfile names no host", () => {
  for (const version of Object.values({ ...dependencies, ...devDependencies }))
    assert.match(version, /^\d+\.\d+\.\d+[\w.-]*$/);
  assert.doesNotMatch(textOf("package-lock.json"), /"resolved"/);
});

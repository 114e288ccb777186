import assert from "node:assert/strict";
import { test } from "node:test";

import { chooseArtifacts } from "../../../src/ecosystems/pypi/choose-artifacts.ts";
import { fits, fitsFrom, parseWheelName } from "../../../src/ecosystems/pypi/wheel-tags.ts";
import type { ResolvedArtifact, ResolvedPackage } from "../../../src/ports/python-resolver.ts";

const TAGS: readonly (readonly [tags: string, platform: string, python: string, fits: boolean])[] =
  [
    ["py3-none-any", "linux-x64", "3.12", true],
    ["py2.py3-none-any", "win32-x64", "3.9", true],
    ["py2-none-any", "linux-x64", "3.12", false],
    ["py312-none-any", "linux-x64", "3.12", true],
    ["py313-none-any", "linux-x64", "3.12", false],
    ["cp312-cp312-manylinux_2_28_x86_64", "linux-x64", "3.12", true],
    ["cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64", "linux-x64", "3.12", true],
    ["cp312-cp312-musllinux_1_2_x86_64", "linux-x64", "3.12", true],
    ["cp311-cp311-manylinux_2_28_x86_64", "linux-x64", "3.12", false],
    ["cp312-cp312t-manylinux_2_28_x86_64", "linux-x64", "3.12", false],
    ["cp39-abi3-manylinux_2_28_x86_64", "linux-x64", "3.12", true],
    ["cp313-abi3-manylinux_2_28_x86_64", "linux-x64", "3.12", false],
    ["cp312-none-win_amd64", "win32-x64", "3.12", true],
    ["cp312-cp312-win32", "win32-x64", "3.12", false],
    ["cp312-cp312-macosx_11_0_arm64", "darwin-arm64", "3.12", true],
    ["cp312-cp312-macosx_10_9_universal2", "darwin-arm64", "3.12", true],
    ["cp312-cp312-macosx_10_9_x86_64", "darwin-arm64", "3.12", false],
    ["cp312-cp312-linux_aarch64", "linux-arm64", "3.12", true],
    ["pp310-pypy310_pp73-manylinux_2_28_x86_64", "linux-x64", "3.10", false],
    ["py3-none-manylinux_2_28_x86_64", "sunos-x64", "3.12", false],
  ];
for (const [tags, platform, python, isRight] of TAGS)
  test(`${tags} is ${isRight ? "" : "not "}for Python ${python} on ${platform}`, () => {
    const name = parseWheelName(`wave-1.0-${tags}.whl`);
    assert.ok(name !== null);
    assert.equal(fits(name, platform, python), isRight);
  });

test("from a Python on means any newer one too", () => {
  const at = (tags: string): boolean => {
    const name = parseWheelName(`wave-1.0-${tags}.whl`);
    return name !== null && fitsFrom(name, "linux-x64", "3.12");
  };
  assert.deepEqual(
    [
      "cp313-cp313-manylinux_2_28_x86_64",
      "cp312-cp312-linux_x86_64",
      "cp311-cp311-linux_x86_64",
    ].map(at),
    [true, true, false],
  );
  assert.deepEqual(
    ["cp314-abi3-linux_x86_64", "py314-none-any", "cp313-cp313t-linux_x86_64"].map(at),
    [true, true, false],
  );
});

for (const file of [
  "wave-1.0.whl",
  "wave.whl",
  "wave-1.0-py3-none-any.zip",
  "a/wave-1.0-py3-none-any.whl",
  "",
])
  test(`${JSON.stringify(file)} is no name of a wheel`, () => {
    assert.equal(parseWheelName(file), null);
  });

const artifact = (file: string): ResolvedArtifact => ({
  file,
  url: `https://files.example.com/${file}`,
  sha256: `sha256:${"0".repeat(64)}`,
  published: null,
});
const wave = (more: Partial<ResolvedPackage>): ResolvedPackage => ({
  name: "wave",
  version: "1.0",
  marker: null,
  wheels: [],
  sdist: artifact("wave-1.0.tar.gz"),
  source: null,
  ...more,
});
const PLATFORMS = ["darwin-arm64", "linux-x64"];

test("where there is a wheel nothing is built, and platforms without one are named", () => {
  const linux = artifact("wave-1.0-cp312-cp312-manylinux_2_28_x86_64.whl");
  const chosen = chooseArtifacts(
    wave({ wheels: [linux, artifact("wave-1.0-cp312-cp312-win_amd64.whl")] }),
    PLATFORMS,
    "3.12",
  );
  assert.deepEqual(chosen, {
    wheels: [linux],
    sdist: null,
    isBuilt: false,
    lacking: ["darwin-arm64"],
  });
});

test("what has no wheel that fits is built, from its sources or its repository", () => {
  const none = chooseArtifacts(wave({}), PLATFORMS, "3.12");
  assert.deepEqual([none.isBuilt, none.sdist?.file], [true, "wave-1.0.tar.gz"]);
  const source = {
    git: "https://git.example.com/wave",
    commit: "0".repeat(40),
    subdirectory: null,
  };
  const git = chooseArtifacts(wave({ source, sdist: null }), PLATFORMS, "3.12");
  assert.deepEqual([git.isBuilt, git.sdist], [true, null]);
});

test("what only other platforms have is neither pinned nor built", () => {
  const only = wave({ sdist: null, wheels: [artifact("wave-1.0-cp312-cp312-win_amd64.whl")] });
  const { wheels, isBuilt } = chooseArtifacts(only, PLATFORMS, "3.12");
  assert.deepEqual([wheels, isBuilt], [[], false]);
});

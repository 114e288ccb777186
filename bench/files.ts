// npm run bench:files [-- --home DIR]
// What one file costs on this machine, step by step, over the trees that `npm run bench` installed: the
// limit of whoever looks at every file before and after reading it. One thread, files in the page
// cache, CPU time. A benchmark, not a test.
import { hash } from "node:crypto";
import { closeSync, constants, fstatSync, openSync, readdirSync, readSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";

import { benchHome, defaultFolder } from "./home.ts";
import { median } from "./measure.ts";

const ROUNDS = 5;
const FLAGS = constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW;

const { values } = parseArgs({ options: { home: { type: "string", default: defaultFolder() } } });
const { roots } = benchHome(resolve(values.home));
const buffer = Buffer.allocUnsafeSlow(64 * 1024 * 1024);
const files: string[] = [];

function list(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) list(path);
    else if (entry.isFile()) files.push(path);
  }
}

function listAll(): void {
  files.length = 0;
  for (const root of roots) list(root);
}

function eachFile(work: (file: number) => void): () => void {
  return () => {
    for (const path of files) {
      const file = openSync(path, FLAGS);
      work(file);
      closeSync(file);
    }
  };
}

const read = (file: number): number => readSync(file, buffer, 0, buffer.length, null);

const STEPS: readonly (readonly [string, () => void])[] = [
  ["list", listAll],
  ["open, close", eachFile(() => undefined)],
  ["+ read", eachFile(read)],
  ["+ fstat before and after", eachFile((file) => [fstatSync(file), read(file), fstatSync(file)])],
  [
    "+ sha256",
    eachFile((file) => {
      fstatSync(file);
      const length = read(file);
      fstatSync(file);
      hash("sha256", buffer.subarray(0, length), "hex");
    }),
  ],
];

function cpuOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

listAll();
const times = STEPS.map(([name, work]) => {
  const rounds = Array.from({ length: ROUNDS }, () => cpuOf(work));
  return { name, milliseconds: median(rounds) };
});
const at = (name: string): number => times.find((one) => one.name === name)?.milliseconds ?? 0;
const readOnly = at("list") + at("+ read");
const whole = at("list") + at("+ sha256");
for (const { name, milliseconds } of times)
  process.stdout.write(
    `${name.padEnd(26)} ${milliseconds.toFixed(0).padStart(6)} ms  ${((milliseconds * 1000) / files.length).toFixed(1)} µs a file\n`,
  );
process.stdout.write(
  `${files.length} files; all of it ÷ list and read: ${(whole / readOnly).toFixed(2)}\n`,
);

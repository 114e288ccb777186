import assert from "node:assert/strict";
import {
  chmodSync,
  existsSync,
  lstatSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

import type { Start } from "../../src/ports/starter.ts";
import type { State } from "../../src/state/state.ts";
import { EntryHome } from "./entry-home.ts";
import { FakeStarting } from "./starting.ts";

/** What became of a start. */
export interface Outcome {
  readonly code: number;
  readonly started: Start | null;
  readonly said: string;
}

/**
 * A home with `reef@1.0.0` locked and its private copy made: what `run` starts from. Nothing is
 * really started: the start is looked at.
 */
export class KeptHome implements AsyncDisposable {
  readonly home: EntryHome;

  static async start(): Promise<KeptHome> {
    const home = await EntryHome.start();
    home.registry.publish(
      {
        name: "reef",
        version: "1.0.0",
        bin: "reef.js",
        dependencies: { wave: "2", "@sea/foam": "0.3.1" },
      },
      {
        "reef.js": "#!/usr/bin/env node\nstand();\n",
        "lib/coral.js": 'try { require("algae"); } catch {}\n',
      },
    );
    await home.locked(home.gull({}, "reef@1.0.0"));
    const kept = new KeptHome(home);
    const { code, said } = await kept.run();
    assert.equal(code, 0, said);
    return kept;
  }

  private constructor(home: EntryHome) {
    this.home = home;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.home[Symbol.asyncDispose]();
  }

  /** `pinfold run npm:reef`, with what is said beside. */
  async run(...args: readonly string[]): Promise<Outcome> {
    const starting = new FakeStarting();
    this.home.starting = starting;
    const given = args.length === 0 ? ["npm:reef"] : args;
    const { code, err } = await this.home.run("run", ...given);
    return { code, started: starting.started, said: `${starting.said}${err}` };
  }

  get state(): State {
    return this.home.state;
  }

  /** The folder that holds all copies of npm. */
  get shelf(): string {
    return this.home.at(".local/share/pinfold/store/npm");
  }

  /** A path in the only copy. */
  at(inside = ""): string {
    const [only = "none", ...more] = this.copies();
    assert.deepEqual(more, []);
    return join(this.shelf, only, inside);
  }

  /** What stands on the shelf. */
  copies(): readonly string[] {
    return existsSync(this.shelf) ? readdirSync(this.shelf) : [];
  }

  /** Copies are without the right to write; whoever attacks them gives it to himself. */
  unseal(path: string): string {
    chmodSync(join(path, ".."), 0o755);
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true) chmodSync(path, 0o644);
    return path;
  }

  /** Other text of the same size, in a file that keeps its times. */
  edits(inside: string, from: string, to: string): void {
    const file = this.unseal(this.at(inside));
    const { atime, mtime, size } = lstatSync(file);
    const text = readFileSync(file, "utf8");
    assert.ok(text.includes(from));
    writeFileSync(file, text.replace(from, to));
    utimesSync(file, atime, mtime);
    assert.equal(lstatSync(file).size, size);
  }
}

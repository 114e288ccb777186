import { NodeDisk } from "../../src/adapters/node-disk.ts";
import type { Starting } from "../../src/commands/define.ts";
import type { Disk } from "../../src/ports/disk.ts";
import type { Start } from "../../src/ports/starter.ts";

/** A start that is remembered in place of being done, and what was said before it. */
export class FakeStarting implements Starting {
  started: Start | null = null;
  said = "";
  readonly starter: Starting["starter"];
  readonly digestAhead: Starting["digestAhead"];

  constructor(ownInterpreter = process.execPath, disk: Pick<Disk, "digest"> = new NodeDisk()) {
    this.starter = {
      ownInterpreter,
      become: (start) => {
        this.started = start;
        return Promise.resolve(0);
      },
      say: (text) => void (this.said += text),
    };
    this.digestAhead = async (path, keepUpTo) => disk.digest(path, keepUpTo);
  }
}

// audit-writer.ts HOME NAME RECORDS: appends records to the audit log of a home, and prints a line
// for each that is written.
import { writeSync } from "node:fs";

import { auditedFiles } from "../../src/adapters/audited-files.ts";
import { NodeDisk } from "../../src/adapters/node-disk.ts";

const [home = "", name = "", records = "0"] = process.argv.slice(2);
const machine = {
  platform: "linux",
  arch: "x64",
  home,
  cwd: home,
  env: {},
  now: new Date(),
} as const;
const { audit } = auditedFiles(machine, new NodeDisk(), name);
for (let n = 0; n < Number(records); n += 1) {
  audit.append({ event: "accepted", message: `${name} ${n}` });
  writeSync(1, ".\n");
}

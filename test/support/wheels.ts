import { createHash } from "node:crypto";

import { type SmallWheel, stemOf, wheelTexts } from "./python-home.ts";
import { writeZip, type ZipEntry } from "./zip.ts";

/** `mcp_server_tern-1.4.0-py3-none-any.whl` */
export function wheelName(wheel: SmallWheel, tags = "py3-none-any"): string {
  return `${stemOf(wheel)}-${tags}.whl`;
}

/** Text of a RECORD that says the truth of these entries. */
export function recordOf(entries: readonly ZipEntry[], own: string): string {
  const lines = entries.map(({ path, content }) => {
    const digest = createHash("sha256").update(content).digest("base64url");
    return `${path},sha256=${digest},${Buffer.byteLength(Buffer.from(content))}\n`;
  });
  return `${lines.join("")}${own},,\n`;
}

/** The entries of a wheel, its RECORD last. */
export function wheelEntries(wheel: SmallWheel): readonly ZipEntry[] {
  const entries = Object.entries(wheelTexts(wheel)).map(([path, content]) => ({ path, content }));
  const path = `${stemOf(wheel)}.dist-info/RECORD`;
  return [...entries, { path, content: recordOf(entries, path) }];
}

/** A real wheel: installers take it. */
export function makeWheel(wheel: SmallWheel): Buffer {
  return writeZip(wheelEntries(wheel));
}

/** A source archive, which none of the tests unpacks. */
export function sdistName(wheel: Pick<SmallWheel, "name" | "version">): string {
  return `${wheel.name.replaceAll("-", "_")}-${wheel.version}.tar.gz`;
}

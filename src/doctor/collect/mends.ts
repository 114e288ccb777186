import type { Discovery } from "../../clients/discovery.ts";
import { type ConfigFormat, MAX_BYTES } from "../../formats/read.ts";
import { type Disk, DiskError } from "../../ports/disk.ts";
import { type MendedFile, mendFile } from "../fix/mend-file.ts";

/** The files that are broken and can be mended, by path. */
export function mendedFiles(disk: Disk, discovery: Discovery): ReadonlyMap<string, MendedFile> {
  const broken = discovery.problems.filter(({ isTolerated }) => !isTolerated);
  const mended = new Map<string, MendedFile>();
  for (const file of new Set(broken.map((problem) => problem.file))) {
    const format = strictestFormat(discovery, file);
    const bytes = format === null ? null : bytesOf(disk, file, MAX_BYTES[format]);
    const whole = bytes === null || format === null ? null : mendFile(bytes, format);
    if (whole !== null) mended.set(file, whole);
  }
  return mended;
}

/** What the strictest of the clients that read the file takes: then all of them can. */
export function strictestFormat({ readings }: Discovery, file: string): ConfigFormat | null {
  const formats = readings.filter((reading) => reading.file === file).map(({ format }) => format);
  return formats.find((format) => format === "json") ?? formats[0] ?? null;
}

function bytesOf(disk: Disk, file: string, limit: number): Uint8Array | null {
  try {
    return disk.read(file, limit);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

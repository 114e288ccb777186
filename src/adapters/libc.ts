import { readFileSync } from "node:fs";

import * as v from "valibot";

/** The part of Node's report that tells (its documentation, "Diagnostic report"). */
const Report = v.looseObject({
  header: v.optional(v.looseObject({ glibcVersionRuntime: v.optional(v.string()) })),
  sharedObjects: v.optional(v.array(v.string())),
});

/**
 * Which C library packages of this machine are made for, as npm finds it out (npm-install-checks,
 * `lib/current-env.js`): null where it is none that packages name.
 */
export function libcOfThisMachine(): "glibc" | "musl" | null {
  if (process.platform !== "linux") return null;
  try {
    const script = readFileSync("/usr/bin/ldd", "utf8");
    return script.includes("musl") ? "musl" : script.includes("GNU C Library") ? "glibc" : null;
  } catch {
    return fromReport();
  }
}

function fromReport(): "glibc" | "musl" | null {
  const parsed = v.safeParse(Report, process.report.getReport());
  if (!parsed.success) return null;
  const { header, sharedObjects = [] } = parsed.output;
  if (header?.glibcVersionRuntime !== undefined) return "glibc";
  return sharedObjects.some((file) => /libc\.musl-|ld-musl-/.test(file)) ? "musl" : null;
}

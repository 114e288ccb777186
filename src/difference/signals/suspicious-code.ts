import { defineSignal } from "./define.ts";

const NAMED = 3;

/** What the package's code does now and did nowhere before. */
export const suspiciousCode = defineSignal({
  id: "suspicious-code",
  title: "code begins to",
  *check({ pair: { from }, files }) {
    // Of a new package everything is new: it is named as such.
    if (from === null) return;
    const marks = new Map<string, string[]>();
    for (const { path, marks: own } of files)
      for (const mark of own) marks.set(mark, [...(marks.get(mark) ?? []), path]);
    for (const [mark, paths] of marks) {
      const more = paths.length > NAMED ? ` and ${paths.length - NAMED} more` : "";
      yield { message: `${mark}: ${paths.slice(0, NAMED).join(", ")}${more}` };
    }
  },
});

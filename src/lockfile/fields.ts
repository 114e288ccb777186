import * as v from "valibot";

import { H1, SHA256 } from "../model/digest.ts";
import { type LockedEcosystem, parsePurl } from "../model/subject.ts";

/** Fields that the lockfiles of several ecosystems have. */

/** The newest format that this program writes and understands. */
export const LOCKFILE_VERSION = 1;

/** A tree larger than any real one (the largest seen has 1,100). */
export const MAX_PACKAGES = 20_000;

export const H1Digest = v.pipe(v.string(), v.regex(H1, "is not an h1 digest"));
export const Sha256 = v.pipe(v.string(), v.regex(SHA256, "is not a sha256 digest"));
export const ShortText = v.pipe(v.string(), v.maxLength(256));
export const Names = v.pipe(v.array(ShortText), v.maxLength(64));

/** Put in front of records: the library's own takes a list for an empty one. */
export const NotAList = v.custom<Record<string, unknown>>(
  (value) => typeof value === "object" && value !== null && !Array.isArray(value),
  "is not an object",
);

type AnySchema = v.BaseSchema<unknown, unknown, v.BaseIssue<unknown>>;

/**
 * Values by a name that may be any. Not the library's own record, which takes a list for an empty one and
 * leaves out `prototype` and `constructor`: names that packages and programs can have.
 */
export function byName<Value extends AnySchema>(name: AnySchema, value: Value) {
  return v.pipe(
    NotAList,
    v.rawTransform<Record<string, unknown>, Record<string, v.InferOutput<Value>>>(
      ({ dataset, addIssue }) => {
        const entries: [string, v.InferOutput<Value>][] = [];
        for (const [key, inner] of Object.entries(dataset.value)) {
          const parsed = v.safeParse(value, inner);
          const own = pathTo(dataset.value, key);
          for (const { message, path = [] } of [
            ...(v.safeParse(name, key).issues ?? []),
            ...(parsed.issues ?? []),
          ])
            addIssue({ message, path: [own, ...path] });
          if (parsed.success) entries.push([key, parsed.output]);
        }
        return Object.fromEntries(entries);
      },
    ),
  );
}

function pathTo(input: Record<string, unknown>, key: string): v.ObjectPathItem {
  return { type: "object", origin: "value", input, key, value: input[key] };
}

/** A path inside a package: relative, with `/`, and never upwards. */
function isInnerPath(path: string): boolean {
  if (path === "" || path.startsWith("/") || /[\\\0\r\n]/.test(path)) return false;
  return path.split("/").every((part) => part !== "" && part !== "." && part !== "..");
}

export const InnerPath = v.pipe(
  v.string(),
  v.maxLength(1024),
  v.check(isInnerPath, "leaves its package"),
);

export const purlOfA = (ecosystem: LockedEcosystem, what: string) =>
  v.pipe(
    v.string(),
    v.check((text) => parsePurl(text)?.ecosystem === ecosystem, `is not the purl of ${what}`),
  );

export const Revision = v.pipe(v.number(), v.safeInteger(), v.minValue(1));

import * as v from "valibot";

/** `dist.signatures` of a version; none where it is not what npm's registries give. */
export const Signatures = v.fallback(
  v.pipe(
    v.optional(v.array(v.object({ keyid: v.string(), sig: v.string() })), []),
    v.maxLength(16),
  ),
  [],
);

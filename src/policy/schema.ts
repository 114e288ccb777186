import * as v from "valibot";

import { NotAList } from "../lockfile/fields.ts";
import { ENTRY_PATTERN } from "./entry-pattern.ts";
import { SUBJECT_PATTERN } from "./pattern.ts";

/** Where a package comes from: `local` is a program or script of the disk. */
export const SOURCES = ["registry", "git", "url", "local"] as const;
export type Source = (typeof SOURCES)[number];

/** What is done about a move that loses something: `review` leaves it to a person. */
const Answer = v.picklist(["block", "review"]);

const MAX_LIST = 1000;
const list = <Item extends v.GenericSchema>(item: Item) =>
  v.pipe(v.array(item), v.maxLength(MAX_LIST));

const Reason = v.pipe(v.string(), v.regex(/\S/, "is empty"), v.maxLength(1000));
/** The last day on which it holds. */
const Day = v.pipe(
  v.string(),
  v.regex(/^[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])$/, "is not a day: 2027-01-31"),
);
const SubjectPattern = v.pipe(
  v.string(),
  v.maxLength(400),
  v.regex(SUBJECT_PATTERN, "is not a package URL, or one with /* at its end"),
);
const EntryPattern = v.pipe(
  v.string(),
  v.maxLength(2000),
  v.regex(ENTRY_PATTERN, "is not remote:URL or opaque:COMMAND"),
);
const RuleId = v.pipe(v.string(), v.regex(/^[a-z]+(?:-[a-z]+)*$/, "is not the name of a rule"));
const Observed = v.pipe(v.string(), v.regex(/^\S{1,200}$/, "is not what a finding observed"));
const Platform = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9]{1,20}-[a-z0-9_]{1,20}$/, "is not a platform"),
);

const End = { reason: Reason, until: Day };
const Exemption = v.looseObject({ subject: SubjectPattern, ...End });
const Acceptance = v.looseObject({ entry: EntryPattern, ...End });
const Exception = v.looseObject({
  rule: RuleId,
  subject: SubjectPattern,
  observed: Observed,
  ...End,
});

const Cooldown = v.looseObject({
  days: v.pipe(v.number(), v.minValue(0), v.maxValue(3650)),
  exceptions: v.optional(list(Exemption)),
});
const Provenance = v.looseObject({
  onLoss: v.optional(Answer),
  onIdentityChange: v.optional(Answer),
  require: v.optional(list(SubjectPattern)),
});

/** policy.json, version 1. The published form is lockfiles/schema/policy-v1.schema.json. */
export const PolicySchema = v.looseObject({
  policyVersion: v.literal(1),
  revision: v.optional(v.pipe(v.number(), v.safeInteger(), v.minValue(1))),
  cooldown: v.optional(Cooldown),
  provenance: v.optional(v.pipe(NotAList, Provenance)),
  installScripts: v.optional(v.picklist(["deny", "approved"])),
  sources: v.optional(list(v.picklist(SOURCES))),
  platforms: v.optional(list(Platform)),
  tree: v.optional(v.picklist(["baseline", "exact"])),
  require: v.optional(list(SubjectPattern)),
  accepted: v.optional(list(Acceptance)),
  exceptions: v.optional(list(Exception)),
});

/** The names that an object of the file may have; "" is the file itself. */
export const POLICY_FIELDS: Readonly<Record<string, ReadonlySet<string>>> = {
  "": new Set(Object.keys(PolicySchema.entries)),
  cooldown: new Set(Object.keys(Cooldown.entries)),
  provenance: new Set(Object.keys(Provenance.entries)),
};

import type { EvidenceDifference, EvidenceDifferenceKind } from "../model/evidence-difference.ts";

const LOST = "says less than before";

/** What differs, as the end of a sentence that begins with the package. */
const TEXTS: Readonly<
  Record<EvidenceDifferenceKind, (pinned: string, observed: string) => string>
> = {
  invalid: (_, reason) => `has evidence that is not believed: ${reason}`,
  "provenance-lost": () => `${LOST}: nobody says who built it`,
  "publish-lost": () => `${LOST}: the record of its publication is gone`,
  "signature-lost": () => `${LOST}: the registry's signature is gone`,
  "provenance-missing": (_, reason) => `has no provenance that could be had (${reason})`,
  "publish-missing": (_, reason) =>
    `has no record of its publication that could be had (${reason})`,
  "signature-missing": (_, reason) =>
    `has no signature of its registry that could be had (${reason})`,
  "issuer-changed": (from, to) => `was vouched for by ${to}, before by ${from}`,
  "repository-changed": (from, to) => `was built from ${to}, before from ${from}`,
  "owner-changed": (from, to) => `was built from a repository of owner ${to}, before of ${from}`,
  "signer-changed": (from, to) => `was signed by ${to}, before by ${from}`,
  "repository-renamed": (from, to) => `was built from ${to}, which was called ${from}`,
  "workflow-changed": (from, to) => `was built by the workflow ${to}, before by ${from}`,
  "ref-changed": (from, to) => `was built from a ${to}, before from a ${from}`,
  "environment-changed": (from, to) => `was built in the environment ${to}, before in ${from}`,
  "runner-changed": (from, to) => `was built on a ${to} runner, before on a ${from} one`,
  gained: (from, to) => `has more evidence than is pinned: ${to}, pinned ${from}`,
};

export function differenceText({ kind, pinned, observed }: EvidenceDifference): string {
  return TEXTS[kind](pinned ?? "none", observed ?? "none");
}

import { printable } from "../model/text.ts";
import type { Judgement } from "../provenance/rejection.ts";
import type { AttestationFile, VerifiedAttestation } from "../provenance/attestation-file.ts";
import type { Style } from "./style.ts";

/** What `attestation verify` found, and whether somebody in particular was demanded. */
export interface AttestationAnswer {
  readonly judgement: Judgement<AttestationFile>;
  readonly isDemanded: boolean;
}

const FORMATS: Readonly<Record<AttestationFile["format"], string>> = {
  bundle: "a Sigstore bundle",
  npm: "an answer of npm's attestations endpoint",
  pep740: "attestations of a Python index (PEP 740)",
};

/** Who signed what, from which source, in which log at which time. */
export function attestationText(
  { judgement, isDemanded }: AttestationAnswer,
  style: Style,
): string {
  if (judgement.proved === null)
    return `${style.bad("rejected")}  ${printable(judgement.rejected, 600)}\n`;
  const { format, attestations } = judgement.proved;
  const blocks = attestations.map((one) => block(one, style)).join("");
  const note = isDemanded
    ? ""
    : "note: nobody in particular was demanded; --identity with --issuer, or --key, does that\n";
  return `${style.good("verified")}  ${FORMATS[format]}\n${blocks}${note}`;
}

function block(
  { predicateType, subject, claims, keyid, logged }: VerifiedAttestation,
  style: Style,
): string {
  const identity = claims?.identity ?? null;
  const at = [claims?.ref, identity?.environment, identity?.runner].filter((one) => one != null);
  const rows: readonly (readonly [string, string | null])[] = [
    ["says", predicateType ?? "a signature of the file"],
    ["of", subject],
    ["source", identity?.repository ?? null],
    ["workflow", identity?.workflow ?? null],
    ["at", at.length === 0 ? null : at.join(", ")],
    ["commit", claims?.commit ?? null],
    ["run", claims?.run ?? null],
    ["signed by", claims?.san ?? null],
    ["vouched by", claims?.issuer ?? null],
    ["key", keyid],
    ["logged", `${logged.time} in ${logged.log}, entry ${logged.index}`],
  ];
  const lines = rows
    .filter(([, value]) => value !== null)
    .map(([label, value]) => `  ${style.dim(label.padEnd(10))}  ${printable(value ?? "", 500)}\n`);
  return `${lines.join("")}\n`;
}

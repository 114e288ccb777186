import type { Changes, LockfileChange } from "../changes/define.ts";
import { count, printable } from "../model/text.ts";
import type { BlockContext } from "./finding-block.ts";
import { sourceText } from "./source-difference.ts";
import { updateText } from "./update-report.ts";

const MAX_REMARKS = 12;
const MAX_POLICY = 20;

/** What a change of lockfiles brings, for who reviews it: what protects less, then the riskiest first. */
export function changesText(
  changes: Changes,
  context: BlockContext & { readonly withSource: boolean },
): string {
  const { base, policy, lockfiles } = changes;
  const head = `changes since ${printable(base, 120)}: ${count(lockfiles.length, "lockfile")}${policy.length === 0 ? "" : ", the policy"}\n`;
  if (lockfiles.length + policy.length === 0) return `${head}  none\n`;
  return [
    head,
    policyText(changes, context),
    ...lockfiles.map((one) => changeText(one, context)),
  ].join("");
}

function policyText({ policy }: Changes, { style }: BlockContext): string {
  const lines = policy.slice(0, MAX_POLICY).map(({ text, isLooser }) => {
    const word = isLooser ? style.bad("looser ") : style.good("tighter");
    return `  policy   ${word}  ${printable(text, 300)}\n`;
  });
  const more = policy.length - MAX_POLICY;
  return `${lines.join("")}${more > 0 ? `  policy   and ${count(more, "more change")}: --json has all\n` : ""}`;
}

function changeText(
  change: LockfileChange,
  context: BlockContext & { readonly withSource: boolean },
): string {
  const { file, subject, kind, from, to, remarks, difference, isOffline } = change;
  const { style } = context;
  if (kind === "removed")
    return `${style.bad("gone")}     ${printable(file, 200)}: ${printable(subject, 120)} ${printable(from ?? "", 60)} has no pin any more\n`;
  const summary = {
    name: file,
    subject: kind === "added" ? `${subject} (new)` : subject,
    from: from ?? "",
    to: to ?? "",
    file,
    revision: change.revision,
    packages: change.packages,
    difference,
    held: null,
  };
  const shown = remarks
    .slice(0, MAX_REMARKS)
    .map((text) => `  ${style.warn("remark")}  ${printable(text, 300)}\n`);
  const more = remarks.length - MAX_REMARKS;
  return [
    updateText(summary, context),
    ...shown,
    ...(more > 0 ? [`  and ${count(more, "more remark")}: --json has all\n`] : []),
    ...(isOffline
      ? ["  nothing was fetched: ages, publishers and files are compared with --online\n"]
      : context.withSource
        ? [sourceText(difference, style)]
        : []),
  ].join("");
}

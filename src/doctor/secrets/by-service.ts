import type { Spot } from "./spots.ts";

/** Longer than any key; the rest of a longer text is not looked at by the rules of services. */
const LONGEST = 8_000;

/**
 * The kinds of secrets among texts, by the rules that secretlint keeps for each service; null for those
 * that none of them knows. All texts of an entry are looked at in one go, one a line, with their names:
 * some rules need the name beside the value.
 */
export async function kindsByService(spots: readonly Spot[]): Promise<readonly (string | null)[]> {
  const lines = spots.map(lineOf);
  const kinds: (string | null)[] = lines.map(() => null);
  if (lines.length === 0) return kinds;
  const { lintSource } = await import("@secretlint/core");
  const { creator } = await import("@secretlint/secretlint-rule-preset-recommend");
  const content = lines.map((line) => `${line}\n`).join("");
  const { messages } = await lintSource({
    source: { filePath: "entry.env", ext: ".env", contentType: "text", content },
    options: {
      config: { rules: [{ id: creator.meta.id, rule: creator }] },
      noPhysicFilePath: true,
    },
  });
  for (const { range, messageId, ruleId } of messages) {
    const line = content.slice(0, range[0]).split("\n").length - 1;
    kinds[line] ??= wordsOf(messageId, ruleId);
  }
  return kinds;
}

/** A comment in a value must not switch the rules off. */
function lineOf({ name, value }: Spot): string {
  const plain = value.slice(0, LONGEST).replaceAll(/[\r\n]+/g, " ");
  const label = name.replaceAll(/[^\w-]/g, "_");
  return `${label === "" ? "VALUE" : label}=${plain}`.replaceAll(/secretlint/gi, "xxxxxxxxxx");
}

/** `GITHUB_TOKEN` of the rule `…-rule-github`: "GitHub token" would be theirs to say. */
function wordsOf(messageId: string, ruleId: string): string {
  const service = ruleId.split("-rule-").at(-1) ?? ruleId;
  const words = messageId
    .replace(/([a-z])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .toLowerCase();
  const hasService = words.replaceAll(" ", "").startsWith(service.replaceAll("-", ""));
  return hasService ? words : `${service} ${words}`;
}

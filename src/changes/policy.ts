import type { Policy } from "../policy/policy.ts";
import type { PolicyChange } from "./define.ts";

type Demand = string | number | null;

/** How a policy differs from what it was, with what is looser first. Null is a policy that is not there. */
export function policyChanges(
  before: Policy | null,
  after: Policy | null,
): readonly PolicyChange[] {
  if (before !== null && after === null)
    return [{ text: "the policy is gone: nothing of it is demanded any more", isLooser: true }];
  const all = [...scalarChanges(before, after), ...listChanges(before, after)];
  return all.toSorted((a, b) => Number(b.isLooser) - Number(a.isLooser));
}

/** Each with its values from the loosest on: another one is looser than whatever stands behind it. */
function* scalarChanges(before: Policy | null, after: Policy | null): Generator<PolicyChange> {
  const days = (policy: Policy | null): number | null => policy?.cooldown?.value ?? null;
  yield* changed("cooldown.days", days(before), days(after), (value) => Number(value ?? 0));
  const scales = [
    ["installScripts", ["approved", "deny"]],
    ["tree", ["baseline", "exact"]],
    ["onLoss", ["review", "block"]],
    ["onIdentityChange", ["review", "block"]],
  ] as const;
  for (const [name, scale] of scales) {
    const value = (policy: Policy | null): Demand => policy?.[name]?.value ?? null;
    // What is not stated is pinfold's own answer.
    const usual = name === "onLoss" || name === "onIdentityChange" ? 1 : 0;
    yield* changed(name, value(before), value(after), (one) =>
      one === null ? usual : scale.findIndex((each) => each === one),
    );
  }
}

function* changed(
  name: string,
  from: Demand,
  to: Demand,
  strictness: (value: Demand) => number,
): Generator<PolicyChange> {
  if (from === to) return;
  const said = (value: Demand): string => (value === null ? "not stated" : String(value));
  yield {
    text: `${name}: ${said(from)} → ${said(to)}`,
    isLooser: strictness(to) < strictness(from),
  };
}

function* listChanges(before: Policy | null, after: Policy | null): Generator<PolicyChange> {
  const texts = (values: readonly { readonly value: unknown }[] | undefined): readonly string[] =>
    (values ?? []).map(({ value }) => (typeof value === "string" ? value : JSON.stringify(value)));
  const lists = [
    ["require", "demands"],
    ["provenance", "demands"],
    ["platforms", "demands"],
    ["cooldownExceptions", "lets"],
    ["accepted", "lets"],
    ["exceptions", "lets"],
  ] as const;
  for (const [name, kind] of lists)
    yield* members(name, texts(before?.[name]), texts(after?.[name]), kind === "lets");
  const sources = (policy: Policy | null): readonly string[] | null =>
    policy?.sources?.value ?? null;
  const [from, to] = [sources(before), sources(after)];
  if (from !== null && to === null) yield { text: "sources: not stated any more", isLooser: true };
  else if (from === null && to !== null)
    yield { text: `sources: only ${to.join(", ")}`, isLooser: false };
  else yield* members("sources", from ?? [], to ?? [], true);
}

function* members(
  name: string,
  from: readonly string[],
  to: readonly string[],
  letsThrough: boolean,
): Generator<PolicyChange> {
  for (const one of to.filter((text) => !from.includes(text)))
    yield { text: `${name}: + ${one}`, isLooser: letsThrough };
  for (const one of from.filter((text) => !to.includes(text)))
    yield { text: `${name}: − ${one}`, isLooser: !letsThrough };
}

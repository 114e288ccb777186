import { count, grouped } from "../model/text.ts";
import { isOtherTree } from "../model/npm-difference.ts";
import type { TreeMaker } from "../model/evidence.ts";
import { purlOfLabel } from "../model/subject.ts";
import { exceptionText } from "../policy/block.ts";
import { defineRule } from "./define.ts";
import { everyTree } from "./trees.ts";

const NAMED = 5;

export const otherTree = defineRule({
  id: "other-tree",
  title: "What is installed is another tree than the vetted one",
  severity: "warning",
  verdict: "unlocked",
  docs: {
    why: "npx freezes the dependencies of a server at the day of the first install, so two machines have different trees for the same exact version. That is no tampering, and nobody vetted the packages that differ: what is here was recorded when it was first seen, and any change from now on is an error. uvx resolves the dependencies again at every start, also those of an exact version.",
    remedy:
      "`pinfold sync SERVER` puts the pinned tree in its place, for an entry with an exact version; `pinfold run` starts the server from a private copy of it, whatever npx and uvx keep.",
  },
  checks: everyTree(function* ({
    maker,
    root,
    subject,
    difference,
    exactTree,
    observedTree,
    behind,
  }) {
    if (difference === null || !isOtherTree(difference) || behind !== undefined) return;
    const { unvetted, moved, absent, intact, isFirstSight } = difference;
    const named = unvetted
      .slice(0, NAMED)
      .map(({ name, version, pinnedVersion }) =>
        pinnedVersion === null
          ? `${name} ${version} (new)`
          : pinnedVersion === version
            ? `${name} ${version} from a wheel that is not pinned`
            : `${name} ${version} for ${pinnedVersion}`,
      );
    const more = unvetted.length > NAMED ? `, and ${unvetted.length - NAMED} more` : "";
    const parts = [
      unvetted.length === 0
        ? null
        : `${count(unvetted.length, "package is", "packages are")} not the vetted ${unvetted.length === 1 ? "one" : "ones"}: ${named.join(", ")}${more}`,
      moved.length === 0
        ? null
        : `${count(moved.length, "package stands", "packages stand")} elsewhere in the tree`,
      absent.length === 0
        ? null
        : `${count(absent.length, "pinned package is", "pinned packages are")} not part of it`,
      `the other ${grouped(intact)} are intact`,
      isFirstSight ? "first seen now, and trusted from now on as it is" : null,
      exactTree === null ? null : `${exactTree} demands the pinned tree`,
    ];
    const what = {
      rule: "other-tree",
      subject: purlOfLabel(subject) ?? subject,
      observed: observedTree,
    };
    yield {
      message: parts.filter((part) => part !== null).join("; "),
      location: { file: root },
      ...(observedTree === null ? {} : { observed: observedTree }),
      remedy:
        exactTree === null || maker === "store"
          ? REMEDY[kindOf(maker)]
          : `${REMEDY[kindOf(maker)]}; ${exceptionText(fileOf(exactTree), what)}`,
      ...(exactTree === null ? {} : { severity: "error" }),
    };
  }),
});

const REMEDY = {
  npx: "look at the packages named above; pinfold sync puts the pinned tree in its place",
  store: "pinfold sync makes the copy anew from the pinned archives",
  python:
    "look at the packages named above; review what moved with pinfold update, or pin this closure anew",
} as const;

function kindOf(maker: TreeMaker): keyof typeof REMEDY {
  return maker === "npx" || maker === "store" ? maker : "python";
}

/** The file of `policy.json:7`. */
function fileOf(place: string): string {
  return place.replace(/:\d+$/, "");
}

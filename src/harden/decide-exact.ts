import { isNpmName } from "../model/subject.ts";
import type { Decision, HardenFacts } from "./define.ts";
import { fileObstacle, launchObstacle, left, pinObstacle } from "./obstacles.ts";

/** Options by which launchers are told the package: `npx -p X bin`, `uvx --from X bin`. */
const NAMES_PACKAGE = /^(?:-p|--package|--from|--spec)=/;

/**
 * The same launcher by its absolute path, asked for exactly the pinned version. A shared file gets no
 * path of one machine.
 *
 * @param launcher the path at which the client finds it; null where that is not settled
 */
export function decideExact(
  facts: HardenFacts,
  launcher: string | null,
  isShared: boolean,
): Decision {
  const { server, pinned } = facts;
  const { entry, launch } = server;
  if (launch.launcher === "pinfold") return { kind: "done" };
  const obstacle = fileObstacle(server) ?? launchObstacle(facts) ?? pinObstacle(facts);
  if (obstacle !== null) return obstacle;
  const command = isShared ? (entry.command ?? "") : launcher;
  if (command === null)
    return left(
      `where ${entry.clientName} finds ${entry.command ?? "its launcher"} is not settled`,
      `pinfold verify ${entry.name}`,
    );
  const { spec } = launch;
  const places = entry.args.flatMap((word, index) => {
    const [option = ""] = NAMES_PACKAGE.exec(word) ?? [];
    return word.slice(option.length) === spec ? [{ index, option }] : [];
  });
  const [place, ...others] = places;
  if (spec === null || place === undefined || others.length > 0)
    return left("which of its words names the package is not certain", "write it once, as a word");
  const isNamed =
    place.option !== "" ||
    /^(?:-p|--package|--from|--spec)$/.test(entry.args[place.index - 1] ?? "");
  const exact = exactSpec(facts, spec, isNamed);
  if (exact === null) return left("its package has no exact version to write", "pinfold harden");
  const values = [`${place.option}${exact}`];
  if (command === entry.command && entry.args[place.index] === values[0]) return { kind: "done" };
  return {
    kind: "rewrite",
    next: { command, args: { from: place.index, count: 1, values } },
    starts: `${launch.package ?? ""} ${pinned ?? ""}, that version and no other`,
  };
}

/** `gull@1.0.0`; for an option of uv or pipx a requirement, `gull[reef]==1.0.0`. */
function exactSpec(
  { server: { launch }, pinned }: HardenFacts,
  spec: string,
  isNamed: boolean,
): string | null {
  const { ecosystem, package: name } = launch;
  if (pinned === null || name === null) return null;
  if (ecosystem === "npm") return isNpmName(name) ? `${name}@${pinned}` : null;
  const [head] = /^[A-Za-z0-9][\w.-]*(?:\[[^\]]*\])?/.exec(spec) ?? [];
  if (ecosystem !== "pypi" || head === undefined || /:\/\/|\s/.test(spec)) return null;
  return isNamed || launch.launcher === "pipx run" ? `${head}==${pinned}` : `${head}@${pinned}`;
}

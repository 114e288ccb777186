import { judgeVariables } from "../launchers/variables/judge.ts";
import type { JudgedVariable } from "../model/entry-evidence.ts";
import { isKept, type Launch } from "../model/launch.ts";
import type { ServerEntry } from "../model/server.ts";

/** Where pinfold keeps its pins follows from these, for a pinfold that is started by its name. */
const WHERE_PINS_ARE =
  /^(?:HOME|USERPROFILE|APPDATA|LOCALAPPDATA|XDG_(?:CONFIG|STATE|DATA)_HOME)$/i;

/** Names of an entry's variables that would choose the pins that `pinfold run` obeys. */
export function choosingPins({ env }: Pick<ServerEntry, "env">): readonly string[] {
  return Object.entries(env).flatMap(([name, value]) =>
    WHERE_PINS_ARE.test(name) && value !== "" ? [name] : [],
  );
}

/** The variables of an entry that do something to what runs, whoever sets them. */
export function variablesOf(
  entry: ServerEntry,
  launch: Launch,
  home: string,
): readonly JudgedVariable[] {
  const judged = judgedVariables(entry, launch, home);
  // The private copies remember where pins are.
  const choosing = isKept(launch) && launch.file === null ? choosingPins(entry) : [];
  return [
    ...judged.filter(({ name }) => !choosing.includes(name)),
    ...choosing.map((name): JudgedVariable => {
      const does = "has pinfold believe the pins of another folder";
      return { name, outcome: "injected", does, runs: [] };
    }),
  ];
}

function judgedVariables(
  { env, args }: ServerEntry,
  { ecosystem, wrappers, unjudged }: Launch,
  home: string,
): readonly JudgedVariable[] {
  const context = { ecosystem, home, isCaseless: /^[A-Za-z]:/.test(home) };
  const own = judgeVariables(env, context);
  // `env NAME=VALUE npx …`: the launch names the variable and has left its value out.
  if (wrappers.length === 0) return own;
  const assigned = args.flatMap((word): [string, string][] => {
    const [, name, value] = /^([A-Za-z_]\w*)=(.*)$/s.exec(word) ?? [];
    const isAssigned = name !== undefined && unjudged.some((one) => one.endsWith(` ${name}`));
    return isAssigned && value !== undefined ? [[name, value]] : [];
  });
  const given = judgeVariables(Object.fromEntries(assigned), context);
  return [...own, ...given.filter(({ outcome }) => outcome !== "unjudged")];
}

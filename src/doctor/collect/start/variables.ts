import {
  type Syntax,
  variablesIn,
  type WrittenVariable,
} from "../../../clients/reading/expansion.ts";
import { type ConfigNode, memberOf, stringOf } from "../../../formats/node.ts";
import type { ClientDefinition } from "../../../clients/define.ts";
import type { KnownServer } from "../../../verify/servers.ts";
import type { Place, VariableFacts } from "../../facts.ts";
import type { DoctorWorld } from "../../world.ts";
import type { EntryPlaces } from "../entry-places.ts";
import { isPlaceholder } from "../../placeholder.ts";

type Found = VariableFacts["texts"][number];

/** A text of an entry, and what it is part of. */
interface Written {
  readonly text: string;
  readonly place: Place;
  readonly isOfCommand: boolean;
  /** A header that a bridge fills in from its own variables. */
  readonly isOfBridge?: boolean;
}

/** Texts of an entry that were to be replaced, and are not. */
export function variableFacts(
  world: DoctorWorld,
  server: KnownServer,
  places: EntryPlaces,
): VariableFacts {
  const { entry } = server;
  const client = world.clients.find(({ id }) => id === entry.client);
  const inputs = inputsOf(places.root);
  const texts = textsOf(server, places).flatMap(({ text, ...one }) => [
    ...variablesIn(text).flatMap((variable) => {
      const state =
        one.isOfBridge === true
          ? stateInBridge(variable, world, entry.env)
          : stateOf(variable, client, world, entry.env, inputs);
      return state === null ? [] : [foundOf(variable, state, client, one)];
    }),
    ...(isPlaceholder(text) ? [foundOf(shortened(text), "placeholder", client, one)] : []),
  ]);
  const passedOn = handedOn(server, places).flatMap(({ name, place }) =>
    isSet(world, name) || Object.hasOwn(entry.env, name)
      ? []
      : [foundOf({ written: name, name }, "unset", client, { place, isOfCommand: false })],
  );
  return { clientName: entry.clientName, texts: [...texts, ...passedOn] };
}

function foundOf(
  { written, name }: Pick<WrittenVariable, "written" | "name">,
  state: Found["state"],
  client: ClientDefinition | undefined,
  { place, isOfCommand }: Pick<Written, "place" | "isOfCommand">,
): Found {
  const instead = client?.replaces?.[0] ?? null;
  const isOfShell = client?.isOfTerminal === true;
  return { written, name, state, instead, isOfShell, isOfCommand, ...place };
}

function stateOf(
  { syntax, name, fallback }: WrittenVariable,
  client: ClientDefinition | undefined,
  world: DoctorWorld,
  env: Readonly<Record<string, string>>,
  inputs: ReadonlySet<string>,
): Found["state"] | null {
  const replaces: readonly Syntax[] | undefined = client?.replaces;
  if (replaces === undefined) return null;
  if (!replaces.includes(syntax)) return "kept";
  if (syntax === "${input:ID}") return inputs.has(name) ? null : "no-input";
  // Secrets and files of the client's own are not ours to look at.
  if (syntax === "${{ secrets.NAME }}" || syntax === "${file:PATH}" || fallback !== null)
    return null;
  return isSet(world, name) || Object.hasOwn(env, name) ? null : "unset";
}

/** `mcp-remote --header "Authorization:${TOKEN}"` replaces it itself: its README says so. */
function stateInBridge(
  { syntax, name, fallback }: WrittenVariable,
  world: DoctorWorld,
  env: Readonly<Record<string, string>>,
): Found["state"] | null {
  if (syntax !== "${NAME}" || fallback !== null) return null;
  return Object.hasOwn(env, name) || isSet(world, name) ? null : "unset";
}

function isSet({ machine }: DoctorWorld, name: string): boolean {
  return machine.env[name] !== undefined;
}

/** A shell's own text may hold anything with a dollar. */
const SHELLS = /(?:^|[/\\])(?:ba|z|da|fi)?sh(?:\.exe)?$|(?:powershell|pwsh|cmd)(?:\.exe)?$/i;

function textsOf({ entry, launch }: KnownServer, places: EntryPlaces): readonly Written[] {
  const { command, args, env, cwd, url } = entry;
  const isShell = SHELLS.test(command ?? "");
  const one = (text: string | null, place: Place): Written[] =>
    text === null ? [] : [{ text, place, isOfCommand: true }];
  return [
    ...one(command, places.command),
    ...one(url, places.url),
    ...one(cwd, places.field("cwd")),
    ...(isShell ? [] : args).map((text, index) => ({
      text,
      place: places.argument(index),
      isOfCommand: true,
      isOfBridge: launch.package === "mcp-remote" && args[index - 1] === "--header",
    })),
    ...Object.entries(env).map(([name, text]) => ({
      text,
      place: places.variable(name),
      isOfCommand: false,
    })),
  ];
}

/** Variables that are named without a value: somebody else has to have set them. */
function handedOn(
  { entry, launch }: KnownServer,
  places: EntryPlaces,
): readonly { readonly name: string; readonly place: Place }[] {
  const { node } = places.written;
  const isContainer = launch.kind === "image";
  const ofContainer = entry.args.flatMap((word, index) => {
    const before = entry.args[index - 1] ?? "";
    const isNamed = (before === "-e" || before === "--env") && /^[A-Za-z_]\w*$/.test(word);
    return isContainer && isNamed ? [{ name: word, place: places.argument(index) }] : [];
  });
  const lists = ["env_vars", "env_keys"].flatMap((field) => {
    const list = memberOf(node, field)?.value;
    if (list?.type !== "array") return [];
    return list.items.flatMap((item) => {
      const name = stringOf(item);
      return name === null ? [] : [{ name, place: places.at(item) }];
    });
  });
  const token = memberOf(node, "bearer_token_env_var")?.value ?? null;
  const name = stringOf(token);
  const ofToken = name === null || token === null ? [] : [{ name, place: places.at(token) }];
  return [...ofContainer, ...lists, ...ofToken];
}

/** The ids of `inputs`, which VS Code asks its user for. */
function inputsOf(root: ConfigNode | null): ReadonlySet<string> {
  const list = memberOf(root, "inputs")?.value;
  if (list?.type !== "array") return new Set();
  return new Set(list.items.flatMap((item) => stringOf(memberOf(item, "id")?.value ?? null) ?? []));
}

const LONGEST = 60;

/** A placeholder is documentation's own text, and yet a person may have begun to replace it. */
function shortened(text: string): { readonly written: string; readonly name: string } {
  const shown = text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
  return { written: shown, name: shown };
}

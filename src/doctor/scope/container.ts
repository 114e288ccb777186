import { valuesOf } from "../../launchers/flags.ts";

export interface Grant {
  /** As the entry has it, without what can be a secret. */
  readonly option: string;
  readonly gives: string;
  /** Much more than any server needs. */
  readonly isGrave: boolean;
  /** The folder that is mounted, where that is what decides. */
  readonly folder: string | null;
}

const SOCKET = /(?:^|\/)(?:docker|podman|containerd|crio)(?:\.sock|\.socket)$/;

/** What options of `docker run` give to the container beside its own files. */
export function grantsOf(flags: ReadonlyMap<string, readonly string[]>): readonly Grant[] {
  const grave = (option: string, gives: string): Grant => ({
    option,
    gives,
    isGrave: true,
    folder: null,
  });
  const grants: Grant[] = [];
  if (flags.has("--privileged")) grants.push(grave("--privileged", "every right on this machine"));
  if (flags.has("--use-api-socket"))
    grants.push(grave("--use-api-socket", "the engine itself, and with it this machine"));
  for (const [option, value, gives] of HOST)
    if (valuesOf(flags, option).includes(value))
      grants.push({
        ...grave(`${option} ${value}`, gives),
        isGrave: option !== "--network" && option !== "--net",
      });
  for (const value of valuesOf(flags, "--cap-add"))
    if (/^(?:CAP_)?(?:ALL|SYS_ADMIN|SYS_PTRACE|SYS_MODULE|DAC_READ_SEARCH)$/i.test(value))
      grants.push(grave(`--cap-add ${value}`, "rights of the administrator"));
  for (const value of valuesOf(flags, "--security-opt"))
    if (/unconfined|disable/i.test(value))
      grants.push(grave(`--security-opt ${value}`, "what the engine's protection keeps from it"));
  for (const source of mountsOf(flags))
    grants.push(
      SOCKET.test(source)
        ? grave(`the mount of ${source}`, "the engine itself, and with it this machine")
        : { option: `the mount of ${source}`, gives: "", isGrave: true, folder: source },
    );
  return grants;
}

const HOST: readonly (readonly [option: string, value: string, gives: string])[] = [
  ["--network", "host", "every service that listens on this machine alone"],
  ["--net", "host", "every service that listens on this machine alone"],
  ["--pid", "host", "the programs of this machine, with their memory and variables"],
  ["--ipc", "host", "the shared memory of this machine's programs"],
  ["--userns", "host", "the users of this machine"],
];

/** The sources of mounts: `-v SOURCE:TARGET`, `--mount type=bind,source=SOURCE,…`. */
function mountsOf(flags: ReadonlyMap<string, readonly string[]>): readonly string[] {
  const volumes = valuesOf(flags, "-v", "--volume").flatMap((value) => {
    const [, source = ""] = /^((?:[A-Za-z]:)?[^:]+):/.exec(value) ?? [];
    return /^(?:[/~.]|[A-Za-z]:|\$)/.test(source) ? [source] : [];
  });
  const mounts = valuesOf(flags, "--mount").flatMap((value) => {
    const fields = new Map(value.split(",").map((field) => pairOf(field)));
    const source = fields.get("source") ?? fields.get("src");
    return fields.get("type") === "bind" && source !== undefined ? [source] : [];
  });
  return [...volumes, ...mounts];
}

function pairOf(field: string): [string, string] {
  const equals = field.indexOf("=");
  return equals < 0 ? [field, ""] : [field.slice(0, equals), field.slice(equals + 1)];
}

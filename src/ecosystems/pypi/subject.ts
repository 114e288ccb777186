import { sha256Of } from "../../model/digest.ts";
import { isKept, type Launch } from "../../model/launch.ts";
import { isPypiSubjectName, type Subject } from "../../model/subject.ts";
import { pypiSource } from "../../launchers/specs/pypi.ts";
import { normalName } from "./names.ts";

const INSTALLERS = new Set(["uvx", "uv tool run", "uv run", "pipx run"]);
// What runs is the package itself. A hub's runner fetches something else, which no closure holds.
const PINNABLE = new Set(["registry-package", "remote-bridge", "git-package", "tarball-url"]);

/**
 * What a launch of a Python package is pinned under: its normalized name with its PEP 508 extras, or
 * the digest of the address that it comes from, and the packages of `--with`. Null for every other
 * launch.
 */
export function pypiSubjectOf(launch: Launch): Subject<"pypi"> | null {
  const { launcher, ecosystem, detail, spec, package: name } = launch;
  if (isKept(launch)) return ecosystem === "pypi" ? subjectOf(name, launch.extras) : null;
  if (launcher === "python -m" && detail === "installed-package" && name !== null)
    return subjectOf(nameWithExtras(name), []);
  if (!INSTALLERS.has(launcher ?? "") || !PINNABLE.has(detail) || spec === null) return null;
  if (ecosystem !== "pypi" && ecosystem !== "git") return null;
  return subjectOf(subjectName(launch, spec), launch.extras.map(extraName));
}

function subjectOf(
  name: string | null,
  extras: readonly (string | null)[],
): Subject<"pypi"> | null {
  const names = extras.filter((extra) => extra !== null).toSorted();
  if (name === null || !isPypiSubjectName(name) || names.length < extras.length) return null;
  return { ecosystem: "pypi", name, extras: names };
}

/** Why a launch of Python code has no subject; null where it has one, or is none. */
export function pypiObstacle(launch: Launch): string | null {
  const { launcher, detail, extras } = launch;
  if (!INSTALLERS.has(launcher ?? "") || pypiSubjectOf(launch) !== null) return null;
  if (detail === "local-project" || detail === "local-script")
    return "it runs files of this disk in an environment that is made at the start";
  if (extras.some((extra) => extraName(extra) === null))
    return "a further package of it comes from no index";
  if (detail === "script-url") return "it fetches a script from an address at every start";
  return PINNABLE.has(detail) ? "its address cannot be named in a lockfile" : null;
}

/** `mcp[cli]` of `MCP[cli]>=1`; the address's digest stands in the name of what comes from no index. */
function subjectName({ ecosystem, detail, package: target }: Launch, spec: string): string | null {
  if (ecosystem === "git") return elsewhere("git", target ?? "", spec);
  if (detail === "tarball-url") return elsewhere("url", target ?? "", spec);
  return nameWithExtras(spec);
}

function elsewhere(kind: "git" | "url", address: string, spec: string): string | null {
  const path = address.replace(/[?#].*$/, "").replace(/(?:\.git|\/)+$/, "");
  const file = path.slice(path.lastIndexOf("/") + 1);
  const label = normalName(kind === "url" ? (file.split("-")[0] ?? "") : file).replace(
    /[^a-z0-9-]/g,
    "",
  );
  const trimmed = label.replace(/^-+|-+$/g, "");
  if (trimmed === "" || address === "") return null;
  // What a fragment or the requirement's extras choose is another package of the same address.
  const fragment = /#(.*)$/.exec(spec)?.[1] ?? "";
  const extras = /^[A-Za-z0-9._-]+\s*(\[[^\]]*\])\s*@/.exec(spec)?.[1] ?? "";
  const digest = sha256Of([withoutUser(address), fragment, extras].join("\n"));
  return `${trimmed.slice(0, 100)}.${kind}.${digest.slice("sha256:".length, "sha256:".length + 16)}`;
}

/** A token that rotates is no other repository. */
function withoutUser(address: string): string {
  return address.replace(/^([a-z+]+:\/\/)[^/@]*@/i, "$1");
}

const REQUIREMENT = /^([A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?)\s*(?:\[([^\]]*)\])?/;

/** The normalized name of a requirement with its extras, sorted: `mcp[cli,ws]`. */
export function nameWithExtras(spec: string): string | null {
  const [, name, extras = ""] = REQUIREMENT.exec(spec.trim()) ?? [];
  if (name === undefined) return null;
  const sorted = extras
    .split(",")
    .map((extra) => normalName(extra.trim()))
    .filter((extra) => extra !== "");
  const unique = [...new Set(sorted)].toSorted();
  return `${normalName(name)}${unique.length === 0 ? "" : `[${unique.join(",")}]`}`;
}

function extraName(text: string): string | null {
  const source = pypiSource(text, { at: true });
  return source?.detail === "registry-package" ? nameWithExtras(text.trim()) : null;
}

/** A requirement as uv's resolver takes it: uvx writes `name@1.0` for `name==1.0`. */
export function requirementOf(spec: string): string {
  const [head = ""] = REQUIREMENT.exec(spec.trim()) ?? [];
  const tail = spec.trim().slice(head.length).trim();
  if (!tail.startsWith("@") || tail.includes("://")) return spec.trim();
  const version = tail.slice(1).trim();
  return version === "latest" ? head : `${head}==${version}`;
}

import { normalName } from "../ecosystems/pypi/names.ts";
import { choosingOptionsOf, requirementsOf } from "../ecosystems/pypi/requirements.ts";
import type { Launch } from "../model/launch.ts";
import type { PythonResolver, Resolution, ResolveRequest } from "../ports/python-resolver.ts";
import { type UvContext, uvSite } from "./python-uv.ts";
import type { KnownServer } from "./servers.ts";

/** A closure, and what it was asked with: the same request answers where each package is from. */
export interface ResolvedClosure {
  readonly request: ResolveRequest;
  readonly resolution: Resolution;
  /** The Python that uv would make an environment with; null where there is one already. */
  readonly interpreter: string | null;
}

export interface ResolveWish {
  /** Exactly these, where an environment is there that the next start runs; else what the entry asks for. */
  readonly requirements?: readonly string[];
  /** The Python of that environment. */
  readonly python?: string | null;
  /** What to ask for in place of what the launch asks for, and options beside its own. */
  readonly wish?: (launch: Launch) => {
    readonly requirements: readonly string[];
    readonly options: readonly string[];
  };
  /** Only what this machine would have; else what every platform would. */
  readonly isHere?: boolean;
  /** Work for this thread while uv resolves. */
  readonly meanwhile?: () => void;
}

export interface ResolveContext extends UvContext {
  readonly pythonResolver: PythonResolver;
  /** Packages that may be built where they have no wheel. */
  readonly allowScripts: readonly string[];
  readonly onProgress: (text: string) => void;
}

/** What uv resolves today for a server. */
export async function resolveToday(
  context: ResolveContext,
  server: KnownServer,
  { requirements, python = null, wish, isHere = false, meanwhile }: ResolveWish = {},
): Promise<ResolvedClosure> {
  const { pythonResolver, allowScripts, onProgress } = context;
  const site = await uvSite(context, server);
  onProgress(`${server.entry.name}: resolving what the next start would install`);
  const wished = wish?.(site.launch) ?? null;
  const found = python === null ? await pythonResolver.python(site.request, site.python) : null;
  const request: ResolveRequest = {
    ...site.request,
    requirements: requirements ?? wished?.requirements ?? requirementsOf(site.launch),
    python: python ?? found?.version ?? "",
    interpreter: isHere ? (found?.path ?? null) : null,
    options: withOptions(choosingOptionsOf(site.launch, site.cwd), wished?.options ?? []),
    mayBuild: allowScripts.map(normalName),
    isAlone: false,
  };
  const resolution = await pythonResolver.resolve(request, meanwhile);
  return { request, resolution, interpreter: found?.path ?? null };
}

/** uv takes one bound of time: the stricter of the entry's own and ours. */
function withOptions(own: readonly string[], more: readonly string[]): readonly string[] {
  const at = own.indexOf("--exclude-newer");
  const other = more.indexOf("--exclude-newer");
  if (at < 0 || other < 0) return [...own, ...more];
  const isOwnStricter = (own[at + 1] ?? "") < (more[other + 1] ?? "");
  const without = (all: readonly string[], from: number): readonly string[] => [
    ...all.slice(0, from),
    ...all.slice(from + 2),
  ];
  return isOwnStricter ? [...own, ...without(more, other)] : [...without(own, at), ...more];
}

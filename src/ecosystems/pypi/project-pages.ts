import { PinfoldError } from "../../errors.ts";
import type { IndexProject, PythonIndex } from "../../ports/python-index.ts";
import type { PythonResolver, Resolution, ResolveRequest } from "../../ports/python-resolver.ts";

/** Requests side by side: pages are small, and there are as many as packages. */
const AT_ONCE = 16;

export interface ProjectPages {
  /** Null where the index gave none, or says no more than where files are. */
  readonly pageOf: (name: string) => IndexProject | null;
  /** Host of the index that a package comes from. */
  readonly registryOf: (name: string) => string;
}

/**
 * The project pages of a closure, each from the index that uv takes the package from. What an index
 * does not say stays unknown: a page that cannot be had is none.
 */
export async function projectPages(
  {
    pythonIndex,
    pythonResolver,
  }: { readonly pythonIndex: PythonIndex; readonly pythonResolver: PythonResolver },
  request: ResolveRequest,
  resolution: Resolution,
): Promise<ProjectPages> {
  const indexes = await pythonResolver.indexes(request, resolution);
  const pages = new Map<string, IndexProject | null>();
  const pending = [...indexes];
  const worker = async (): Promise<void> => {
    for (let next = pending.shift(); next !== undefined; next = pending.shift()) {
      const [name, index] = next;
      pages.set(name, await pageOrNull(pythonIndex, index, name));
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  return {
    pageOf: (name) => pages.get(name) ?? null,
    registryOf: (name) => hostOf(indexes.get(name) ?? ""),
  };
}

async function pageOrNull(
  pythonIndex: PythonIndex,
  index: string,
  name: string,
): Promise<IndexProject | null> {
  try {
    return await pythonIndex.project(index, name);
  } catch (thrown) {
    if (thrown instanceof PinfoldError) return null;
    throw thrown;
  }
}

function hostOf(address: string): string {
  return URL.canParse(address) ? new URL(address).host : "the index";
}

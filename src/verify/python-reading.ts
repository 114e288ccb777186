import {
  observeEnvironment,
  type ObservedEnvironment,
} from "../ecosystems/pypi/observe-environment.ts";
import type { EnvironmentPlace } from "../ecosystems/pypi/places/define.ts";
import {
  type EnvironmentPlan,
  joinReadings,
  planEnvironment,
} from "../ecosystems/pypi/plan-environment.ts";
import { count } from "../model/text.ts";
import { DiskError } from "../ports/disk.ts";
import type { CollectContext } from "./collect.ts";

/** What was read of one environment; a text says why it could not be. */
export type ReadEnvironment = ObservedEnvironment | string;

type ReadContext = Pick<CollectContext, "disk" | "treeReader" | "onProgress">;

/** All environments in one go; one that several servers use is read once. */
export async function readAll(
  context: ReadContext,
  places: readonly EnvironmentPlace[],
): Promise<Map<string, ReadEnvironment>> {
  const { treeReader, onProgress } = context;
  const plans = new Map<string, EnvironmentPlan>();
  const read = new Map<string, ReadEnvironment>();
  for (const root of new Set(places.map((place) => place.root))) {
    const plan = planOrReason(context, root);
    if (typeof plan === "string") read.set(root, plan);
    else plans.set(root, plan);
  }
  const requests = [...plans.values()].flatMap((plan) => plan.requests);
  if (requests.length === 0) return read;
  if (requests.length >= WORTH_SAYING) onProgress(`reading ${count(plans.size, "environment")}`);
  const readings = await treeReader.readFolders(requests);
  let next = 0;
  for (const { root, layout, requests: own } of plans.values()) {
    const reading = joinReadings(readings.slice(next, next + own.length));
    next += own.length;
    read.set(root, observeEnvironment(root, layout, reading));
  }
  return read;
}

/** About half a second of reading. */
const WORTH_SAYING = 500;

function planOrReason({ disk }: ReadContext, root: string): EnvironmentPlan | string {
  try {
    return planEnvironment(disk, root) ?? `${root} has no pyvenv.cfg, or no folder of packages`;
  } catch (thrown) {
    if (thrown instanceof DiskError) return thrown.message;
    throw thrown;
  }
}

export function bytesOf(read: ReadEnvironment): number {
  return typeof read === "string" ? 0 : read.reading.files.reduce((sum, { size }) => sum + size, 0);
}

/** First parts of what the packages of an environment install: `httpx`, `typing_extensions`. */
export function modulesOf({ tree }: ObservedEnvironment): readonly string[] {
  return [...tree.packages.values()].flatMap(({ entries }) =>
    (entries ?? []).flatMap(({ path }) => {
      const [first = ""] = path.split("/");
      const module = first.replace(/\.(?:py|(?:[\w-]+\.)?so)$/, "");
      return /^[A-Za-z_]\w*$/.test(module) ? [module] : [];
    }),
  );
}

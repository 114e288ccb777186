import type { PypiLockfile } from "../../src/lockfile/pypi-schema.ts";
import { PythonHome, TERN, WAVE } from "./python-home.ts";
import { TestIndex } from "./python-index.ts";
import { testResolver } from "./python-resolver.ts";
import { type Entry, TestWorld } from "./world.ts";

export const UVX: Entry = { command: "uvx", args: ["mcp-server-tern"] };
const PINS = "~/.config/pinfold/lockfiles/pypi";

export interface PythonStage extends AsyncDisposable {
  readonly world: TestWorld;
  readonly python: PythonHome;
  readonly index: TestIndex;
  readonly resolver: ReturnType<typeof testResolver>;
  readonly lockfile: (name?: string) => PypiLockfile | null;
}

/** `tern` configured and published; nothing is installed or pinned. */
export async function stage(entry: Entry = UVX, wheels = [TERN, WAVE]): Promise<PythonStage> {
  const index = await TestIndex.start();
  const world = await TestWorld.start();
  const python = new PythonHome(world);
  const resolver = testResolver(index);
  world.pythonResolver = resolver;
  world.configures({ tern: entry });
  for (const wheel of wheels) index.publish(wheel);
  return {
    world,
    python,
    index,
    resolver,
    lockfile: (name = "mcp-server-tern") =>
      JSON.parse(world.text(`${PINS}/${name}.json`) ?? "null") as PypiLockfile | null,
    [Symbol.asyncDispose]: async () => {
      await world[Symbol.asyncDispose]();
      await index[Symbol.asyncDispose]();
    },
  };
}

import { dirname } from "node:path/posix";

import { PinfoldError } from "../errors.ts";
import { subjectLabel } from "../model/subject.ts";
import type { FillWorld, Keeper, Kept, KeptEcosystem } from "./define.ts";
import { whyUnsafe } from "./standing.ts";

/**
 * Makes a copy that is not there. It is made beside its place and checked there, and takes the place
 * whole or not at all: what is broken off leaves nothing that could be taken for a copy, and of two
 * that are made at once one is thrown away.
 *
 * @param isInstead take the place of what stands there, which is damaged
 */
export async function fillCopy<Kind extends KeptEcosystem>(
  world: FillWorld,
  keeper: Keeper<Kind>,
  kept: Kept<Kind>,
  isInstead = false,
): Promise<void> {
  const { trees, state } = world;
  const { folder } = kept;
  const staged = trees.stage(dirname(folder));
  try {
    // A start would refuse what is made there, each time anew.
    const unsafe = whyUnsafe(world.disk, staged, world.machine.home);
    if (unsafe !== null)
      throw new PinfoldError(
        "refused",
        `no private copy is made: ${unsafe}`,
        "look at what was left there, take the folder back (chown it to yourself, chmod go-w; a link: remove it), then pinfold sync",
      );
    const baseline = await keeper.fill(world, kept, staged);
    trees.seal(staged);
    // Before the copy itself: a start must never find one without knowing what was in it.
    state.baselines.write(baseline.root, baseline);
    const isPlaced = trees.place(staged, folder);
    if (!isPlaced && isInstead) {
      const aside = trees.setAside(folder);
      trees.place(staged, folder);
      trees.remove(aside);
    }
    world.audit.append({
      event: "store-changed",
      message: `the private copy of ${kept.name} was made${isInstead ? " anew" : ""}`,
      subject: subjectLabel(kept.subject),
      file: folder,
    });
  } finally {
    trees.remove(staged);
  }
}

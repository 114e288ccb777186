import { checkPrivateCopy } from "../private-copy/check.ts";
import { knownCopies } from "../private-copy/known.ts";
import { messageOf } from "../errors.ts";
import type { Disk } from "../ports/disk.ts";
import type { SelfCheck } from "../ports/agent.ts";
import type { State } from "../state/state.ts";

/** Where the program that runs now lies. */
export interface OwnPlace {
  readonly interpreter: string;
  /** Folder of the package. */
  readonly root: string;
}

/**
 * Compares the interpreter and the program that run now with what was recorded when they were copied.
 * One that was never copied (`pinfold watch` of a checkout) has no record, and nothing is said of it.
 */
export function selfCheck(disk: Disk, state: State, { interpreter, root }: OwnPlace): SelfCheck {
  return () => {
    try {
      const own = knownCopies(state).find(
        ({ node, folder }) => node === interpreter && folder === root,
      );
      const ownFiles = own === undefined ? [] : checkPrivateCopy(disk, state.manifests, own);
      return { ownFiles };
    } catch (thrown) {
      return { ownFiles: [messageOf(thrown)] };
    }
  };
}

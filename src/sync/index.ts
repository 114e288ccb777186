import type { KeptEcosystem } from "../store/define.ts";
import type { Bringer } from "./define.ts";
import { npxBringer } from "./npx.ts";
import { pythonBringer } from "./python.ts";

/** What launchers keep of the packages of each ecosystem. */
export const BRINGERS: { readonly [Kind in KeptEcosystem]: readonly Bringer<Kind>[] } = {
  npm: [npxBringer],
  pypi: [pythonBringer],
};

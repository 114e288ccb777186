import { npmKeeper } from "../ecosystems/npm/store/keeper.ts";
import { pypiKeeper } from "../ecosystems/pypi/store/keeper.ts";
import type { Keeper, KeptEcosystem } from "./define.ts";

/** How each ecosystem is kept. */
export const KEEPERS: { readonly [Kind in KeptEcosystem]: Keeper<Kind> } = {
  npm: npmKeeper,
  pypi: pypiKeeper,
};

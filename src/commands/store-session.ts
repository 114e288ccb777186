import { inventory, keptByPins, type StoredFolder } from "../store/inventory.ts";
import type { Kept } from "../store/define.ts";
import { foldersOf } from "../state/folders.ts";
import { State } from "../state/state.ts";
import { pinsInForce } from "../verify/pins.ts";
import type { CommandContext } from "./define.ts";

export interface StoreSession {
  readonly state: State;
  readonly folders: readonly StoredFolder[];
  /** What the pins in force stand for, made or not. */
  readonly kept: readonly Kept[];
}

export function openStore({ world }: CommandContext): StoreSession {
  const { disk, machine, files } = world;
  const places = foldersOf(machine);
  const state = new State(disk, files, places);
  const { set } = pinsInForce(disk, state, places, null);
  const kept = keptByPins(disk, places, machine, set);
  return { state, kept, folders: inventory(disk, places, kept) };
}

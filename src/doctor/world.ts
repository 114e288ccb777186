import type { World } from "../verify/world.ts";

/** Everything outside of the program that an examination needs. */
export type DoctorWorld = Pick<World, "machine" | "disk" | "clients" | "version">;

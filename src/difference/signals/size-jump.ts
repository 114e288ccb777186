import type { PackageState } from "../package-state.ts";
import { defineSignal } from "./define.ts";

const FACTOR = 2;
const WORTH_SAYING = 100 * 1024;

export const sizeJump = defineSignal({
  id: "size-jump",
  title: "size",
  *check({ pair: { from, to } }) {
    const [before, after] = [sizeOf(from), sizeOf(to)];
    if (before === null || after === null) return;
    if (after - before < WORTH_SAYING || after < before * FACTOR) return;
    yield { message: `${megabytes(after)} MB, before ${megabytes(before)} MB` };
  },
});

function sizeOf(state: PackageState | null): number | null {
  const sizes = state?.files?.map(({ size }) => size) ?? [null];
  return sizes.reduce<number | null>(
    (sum, size) => (sum === null || size === null ? null : sum + size),
    0,
  );
}

function megabytes(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}

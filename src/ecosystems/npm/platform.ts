import type { PackagePin } from "../../lockfile/schema.ts";

/**
 * Whether npm installs a package on a platform: `os` and `cpu` are lists of names, `!name` excludes.
 * `libc` is not asked: which one a machine has is not known without running something.
 *
 * @param platform `linux-x64`
 */
export function fitsPlatform(pin: Pick<PackagePin, "os" | "cpu">, platform: string): boolean {
  const dash = platform.indexOf("-");
  return fits(pin.os, platform.slice(0, dash)) && fits(pin.cpu, platform.slice(dash + 1));
}

function fits(list: readonly string[] | undefined, value: string): boolean {
  if (list === undefined || list.length === 0) return true;
  if (list.includes(`!${value}`)) return false;
  const wanted = list.filter((name) => !name.startsWith("!"));
  return wanted.length === 0 || wanted.includes("any") || wanted.includes(value);
}

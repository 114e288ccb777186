/** What the file name of a wheel says. Source: PyPA, "Binary distribution format". */
export interface WheelName {
  /** As written. */
  readonly name: string;
  readonly version: string;
  readonly pythons: readonly string[];
  readonly abis: readonly string[];
  readonly platforms: readonly string[];
}

const FILE =
  /^([A-Za-z0-9._]+)-([A-Za-z0-9._+!]+)(?:-(\d[^-]*))?-([A-Za-z0-9._]+)-([A-Za-z0-9._]+)-([A-Za-z0-9._]+)\.whl$/;

/** Null where it is no name that an installer takes. */
export function parseWheelName(file: string): WheelName | null {
  const [, name, version, , python, abi, platform] = FILE.exec(file) ?? [];
  if (name === undefined || version === undefined || platform === undefined) return null;
  const [pythons, abis, platforms] = [python, abi, platform].map((text) => (text ?? "").split("."));
  return { name, version, pythons: pythons ?? [], abis: abis ?? [], platforms: platforms ?? [] };
}

/** By our names of platforms, the ends of the tags that their installers take. */
const MACHINES: Readonly<Record<string, RegExp>> = {
  "linux-x64": /^(?:(?:many|musl)linux.*|linux)_x86_64$/,
  "linux-arm64": /^(?:(?:many|musl)linux.*|linux)_aarch64$/,
  "linux-ia32": /^(?:(?:many|musl)linux.*|linux)_i686$/,
  "linux-arm": /^(?:(?:many|musl)linux.*|linux)_armv[67]l$/,
  "linux-ppc64": /^(?:(?:many|musl)linux.*|linux)_ppc64le$/,
  "linux-s390x": /^(?:(?:many|musl)linux.*|linux)_s390x$/,
  "linux-riscv64": /^(?:(?:many|musl)linux.*|linux)_riscv64$/,
  "darwin-arm64": /^macosx_.*_(?:arm64|universal2)$/,
  "darwin-x64": /^macosx_.*_(?:x86_64|universal2|universal|intel|fat64|fat32)$/,
  "win32-x64": /^win_amd64$/,
  "win32-arm64": /^win_arm64$/,
  "win32-ia32": /^win32$/,
};

/**
 * Whether an installer on the platform can take the wheel for that CPython (`3.12`). Which of several
 * it prefers is not said: a copy on a disk can come from any of them.
 */
export function fits(wheel: WheelName, platform: string, python: string): boolean {
  const minor = minorOf(python);
  return isTaken(wheel, platform, (own, isFloor) => (isFloor ? own <= minor : own === minor));
}

/** The same for any CPython from the lowest on. */
export function fitsFrom(wheel: WheelName, platform: string, lowest: string): boolean {
  const minor = minorOf(lowest);
  return isTaken(wheel, platform, (own, isFloor) => isFloor || own >= minor);
}

function minorOf(python: string): number {
  return Number(python.slice(python.indexOf(".") + 1));
}

/** @param isRight of the minor version that a tag names, which is a floor or the only one */
function isTaken(
  { platforms, pythons, abis }: WheelName,
  platform: string,
  isRight: (own: number, isFloor: boolean) => boolean,
): boolean {
  const machine = MACHINES[platform];
  const isForMachine = platforms.some(
    (tag) => tag === "any" || (machine !== undefined && machine.test(tag)),
  );
  const isForPython = (tag: string, abi: string): boolean => {
    const [, kind, digits = ""] = /^(py|cp)3(\d*)$/.exec(tag) ?? [];
    if (kind === undefined) return false;
    const own = digits === "" ? 0 : Number(digits);
    if (kind === "py") return abi === "none" && isRight(own, true);
    if (abi === "abi3") return isRight(own, true);
    return (abi === "none" || abi === `cp3${digits}`) && isRight(own, false);
  };
  return isForMachine && pythons.some((tag) => abis.some((abi) => isForPython(tag, abi)));
}

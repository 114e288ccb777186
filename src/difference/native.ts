import type { PackageFile } from "./package-state.ts";

const ENDING = /\.(?:node|so(?:\.\d+)*|dylib|dll|exe|wasm|pyd|a|lib|jar|class)$/i;

/** First bytes of ELF, PE, Mach-O (four orders, fat), WebAssembly. */
const MAGICS = ["7f454c46", "4d5a", "feedface", "feedfacf", "cefaedfe", "cffaedfe", "0061736d"];

/** Machine code or something compiled, by its first bytes or its name. */
export function isNative({ path, bytes }: PackageFile): boolean {
  if (ENDING.test(path)) return true;
  if (bytes === null) return false;
  const head = Buffer.from(bytes.subarray(0, 4)).toString("hex");
  return MAGICS.some((magic) => head.startsWith(magic)) && !isText(bytes);
}

const LOOKED_AT = 8192;

/** No zero byte near its start: what programs that compare lines call text. */
export function isText(bytes: Uint8Array): boolean {
  return !bytes.subarray(0, LOOKED_AT).includes(0);
}

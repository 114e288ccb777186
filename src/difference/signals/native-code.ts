import { isNative } from "../native.ts";
import { defineSignal } from "./define.ts";

const NAMED = 3;

export const nativeCode = defineSignal({
  id: "native-code",
  title: "native code",
  *check({ pair: { from, to } }) {
    const had = from?.files?.some(isNative) ?? false;
    const files = (to.files ?? []).filter(isNative);
    if (had || files.length === 0) return;
    const more = files.length > NAMED ? ` and ${files.length - NAMED} more` : "";
    const names = files.slice(0, NAMED).map(({ path }) => path);
    yield { message: `${names.join(", ")}${more}: nobody can read it` };
  },
});

import { defineSignal } from "./define.ts";

export const uncomparedFiles = defineSignal({
  id: "uncompared-files",
  title: "not compared",
  *check({ pair: { from, to } }) {
    if (to.files === null) yield { message: "its files could not be read" };
    else if (from !== null && from.files === null)
      yield { message: `the files of ${from.version} are not to be had any more` };
  },
});

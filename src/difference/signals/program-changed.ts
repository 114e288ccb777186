import { defineSignal } from "./define.ts";

export const programChanged = defineSignal({
  id: "program-changed",
  title: "programs",
  *check({ pair: { from, to } }) {
    const before = from?.programs ?? {};
    const names = new Set([...Object.keys(before), ...Object.keys(to.programs)]);
    for (const name of names) {
      const [was, is] = [before[name], to.programs[name]];
      if (was === is) continue;
      if (was === undefined) {
        if (from !== null) yield { message: `${name} is new: ${is ?? ""}` };
      } else
        yield { message: is === undefined ? `${name} is gone` : `${name}: ${is}, before ${was}` };
    }
  },
});

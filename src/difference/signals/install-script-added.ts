import { defineSignal, denied } from "./define.ts";

export const installScriptAdded = defineSignal({
  id: "install-script-added",
  title: "runs at install",
  *check(seen) {
    const { from, to } = seen.pair;
    for (const [event, command] of Object.entries(to.scripts)) {
      if (from?.scripts[event] !== undefined) continue;
      yield { message: `${event}: ${command} (new)`, ...denied(seen) };
    }
  },
});

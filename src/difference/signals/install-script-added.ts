import { deniedBy, defineSignal } from "./define.ts";

export const installScriptAdded = defineSignal({
  id: "install-script-added",
  title: "runs at install",
  *check({ pair: { from, to }, demands: { scriptsDeniedBy } }) {
    for (const [event, command] of Object.entries(to.scripts)) {
      if (from?.scripts[event] !== undefined) continue;
      yield { message: `${event}: ${command} (new)`, ...deniedBy(scriptsDeniedBy) };
    }
  },
});

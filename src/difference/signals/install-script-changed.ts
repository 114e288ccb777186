import { defineSignal, denied } from "./define.ts";

/** Also where its command stays and a file that the command names does not. */
export const installScriptChanged = defineSignal({
  id: "install-script-changed",
  title: "runs at install",
  *check(seen) {
    const { files } = seen;
    const { from, to } = seen.pair;
    for (const [event, command] of Object.entries(to.scripts)) {
      const before = from?.scripts[event];
      if (before === undefined) continue;
      if (before !== command)
        yield { message: `${event}: ${command} (was ${before})`, ...denied(seen) };
      const words = command.split(/[\s"';&|]+/).map((word) => word.replace(/^\.\//, ""));
      const stems = new Set(words.flatMap((word) => [word, `${word}.js`, `${word}/index.js`]));
      const named = files.filter(({ path }) => stems.has(path)).map(({ path }) => path);
      if (named.length > 0)
        yield {
          message: `${event}: ${command}, and ${named.join(", ")} is not what it was`,
          ...denied(seen),
        };
    }
  },
});

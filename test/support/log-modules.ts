import { writeSync } from "node:fs";
import { registerHooks } from "node:module";

// Preloaded into a child: says on standard error which modules it loads, by import or require.
registerHooks({
  load(url, context, next) {
    if (!url.startsWith("node:")) writeSync(2, `loads ${url}\n`);
    return next(url, context);
  },
});

import { writeSync } from "node:fs";
import { registerHooks } from "node:module";

import { systemCodeOf } from "../../src/errors.ts";

const clock = new Int32Array(new SharedArrayBuffer(4));

/** A pipe that nobody empties just now takes nothing, and says so: it is asked again. */
function tell(line: string): void {
  for (;;) {
    try {
      writeSync(2, line);
      return;
    } catch (thrown) {
      if (systemCodeOf(thrown) !== "EAGAIN") throw thrown;
      Atomics.wait(clock, 0, 0, 5);
    }
  }
}

// Preloaded into a child: says on standard error which modules it loads, by import or require.
registerHooks({
  load(url, context, next) {
    if (!url.startsWith("node:")) tell(`loads ${url}\n`);
    return next(url, context);
  },
});

import { count } from "../model/text.ts";
import { defineRule } from "./define.ts";
import { reinstall } from "./remedies.ts";

export const bytecodeUnchecked = defineRule({
  id: "bytecode-unchecked",
  title: "Compiled files were not compared with their source",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "Python keeps a compiled file beside each source and runs it as long as its header has the source's time and size, which anybody can write. That these files are what their source says can only be known by compiling it again, which starts the Python that the environment stands on: `pinfold lock` and `pinfold verify --online` do it, once for each file. They are remembered as they were first seen: one that changes under the same header is an error.",
    remedy:
      "`pinfold lock SERVER` compares them, also of a server that is pinned. `find ENVIRONMENT -name __pycache__ -exec rm -r {} +` removes them; Python makes them again.",
  },
  checks: {
    *python({ name, environments }) {
      for (const { maker, root, uncheckedBytecode } of environments) {
        if (uncheckedBytecode === 0) continue;
        yield {
          message: `${count(uncheckedBytecode, "compiled file fits its source by time and size, and was", "compiled files fit their source by time and size, and were")} not compared with it`,
          location: { file: root },
          // A copy has its compiled files elsewhere: some other Python left these.
          remedy:
            maker === "store"
              ? reinstall({ maker, root })
              : `pinfold lock ${name} compares them with what their source compiles to`,
        };
      }
    },
  },
});

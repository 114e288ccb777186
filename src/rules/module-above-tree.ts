import { defineRule } from "./define.ts";
import { shellPath } from "./remedies.ts";

export const moduleAboveTree = defineRule({
  id: "module-above-tree",
  title: "Node would load a package from above the installed tree",
  severity: "error",
  docs: {
    why: "Packages try to load optional helpers (`bufferutil`, `supports-color`). Where the tree lacks them, Node searches every folder upwards to `~/node_modules` and `/node_modules`: what stands there runs inside the server, outside of any pin.",
    remedy:
      "Move or remove the package that is named, or the whole `node_modules` folder it is in, if it is there by accident.",
  },
  checks: {
    *npmTree({ modulesAbove }) {
      for (const { name, path, requiredBy } of modulesAbove) {
        yield {
          message: `${requiredBy} asks for ${name}, which the tree lacks: Node would load ${path}`,
          location: { file: path },
          wouldRun: path,
          remedy: `remove it if it is there by accident: rm -r ${shellPath(path)}`,
        };
      }
    },
  },
});

import { defineRule } from "./define.ts";
import { reinstall } from "./remedies.ts";

export const npxManifest = defineRule({
  id: "npx-manifest",
  title: "npx's own record of a tree differs from the pin",
  severity: "error",
  docs: {
    why: "With `node_modules` gone, npm installs what `package-lock.json` in its folder says. A planted one brings other packages or other bytes at the next start, even where nothing is installed now.",
    remedy: "Remove the folder of the installed tree. npx makes it anew at the next start.",
  },
  checks: {
    *npmTree({ root, manifests }) {
      for (const { file, message, pinned, observed } of manifests) {
        yield {
          message: `${file.slice(root.length + 1)}: ${message}`,
          location: { file },
          ...(pinned === null ? {} : { pinned }),
          ...(observed === null ? {} : { observed }),
          remedy: reinstall({ maker: "npx", root }),
        };
      }
    },
  },
});

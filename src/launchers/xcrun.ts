import type { Launcher } from "./define.ts";
import { declined, understood } from "./details.ts";

/** `xcrun mcpbridge`: Apple's own tool, of the Xcode that `xcode-select` names. */
export const xcrun: Launcher = {
  id: "xcrun",
  names: ["xcrun"],
  toLaunch: ({ args, cwd }) =>
    args[0] === "mcpbridge"
      ? understood("system-tool", { launcher: "xcrun", bin: "mcpbridge", cwd })
      : declined("xcrun", "xcrun starts a tool that is not understood"),
};

import type { Launch } from "../model/launch.ts";
import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { installerLaunch } from "./installer.ts";
import { pypiSource } from "./specs/pypi.ts";
import { choosingOptions, UV_GLOBAL_FLAGS, UV_STYLE } from "./uv-flags.ts";
import { uvRun } from "./uv-run.ts";
import { uvxLaunch } from "./uvx.ts";
import { insideCwd } from "./words/paths.ts";

const INSTALL_FLAGS = flagTable({
  boolean: "--system --force -U --upgrade -q --quiet",
  value: "-p --python --with --from",
});

/** `uv run`, `uv tool run`, with uv's own options before the command. */
export const uv: Launcher = {
  id: "uv",
  names: ["uv"],
  toLaunch(invocation, resolve) {
    const parsed = parseFlags(invocation.args, UV_GLOBAL_FLAGS, UV_STYLE);
    if (parsed.unknown !== null) return unknownOption("uv", parsed.unknown);
    const [command = "", sub = "", ...words] = parsed.rest;
    const dir = valuesOf(parsed.flags, "--directory").at(-1);
    const cwd = dir === undefined ? invocation.cwd : insideCwd(invocation.cwd, dir);
    const withOwn = (launch: Launch): Launch => ({
      ...launch,
      unjudged: [...new Set([...parsed.unjudged, ...launch.unjudged])],
      installer: [...choosingOptions(parsed.flags), ...launch.installer],
    });
    if (command === "run") {
      const args = parsed.rest.slice(1);
      const launch = uvRun({ ...invocation, args, cwd }, resolve);
      return withOwn(launch);
    }
    // `uvx` is another spelling of `uv tool run`.
    if (command === "tool" && (sub === "run" || sub === "uvx")) {
      const launch = uvxLaunch("uv tool run", { ...invocation, args: words, cwd }, resolve);
      return withOwn(launch);
    }
    if ((command === "tool" || command === "pip") && sub === "install") {
      const { rest, unknown } = parseFlags(words, INSTALL_FLAGS);
      const launcher = `uv ${command} install`;
      if (unknown !== null) return unknownOption(launcher, unknown);
      return installerLaunch(launcher, rest, (text) => pypiSource(text, { at: true }));
    }
    return declined("uv", `uv ${JSON.stringify(command)} is not understood`);
  },
};

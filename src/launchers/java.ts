import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { type Flag, type FlagStyle, flagTable, parseFlags } from "./flags.ts";
import { startCommand } from "./programs/index.ts";
import { isBundlePath } from "./words/paths.ts";

// `java -help`. `-cp` is absent: with it the next word is a class of many archives.
const FLAGS = flagTable({
  boolean: "-jar -server -client -ea -da -esa -dsa --enable-preview -showversion",
  value: "--add-opens --add-exports --add-reads --add-modules --enable-native-access",
  attached: "--add-opens --add-exports --add-reads --add-modules --enable-native-access",
  unjudged: { value: "-p --module-path --upgrade-module-path --patch-module" },
});

// Properties that only say how the program behaves. Every other one can name classes to load.
const PLAIN_PROPERTY =
  /^-D(?:(?:file|stdout|stderr|native|sun\.jnu)\.encoding|user\.(?:timezone|language|country)|java\.awt\.headless|spring\.(?:ai|main)\..+|logging\.(?:level|pattern)\..+|server\.port|transport\.mode)$/;
const PLAIN: Flag = { kind: "boolean", isJudged: true };
const UNJUDGED: Flag = { kind: "boolean", isJudged: false };

const STYLE: FlagStyle = {
  other(name) {
    if (name.startsWith("-D")) return PLAIN_PROPERTY.test(name) ? PLAIN : UNJUDGED;
    // Other code in the same process.
    if (/^-(?:javaagent|agentlib|agentpath|Xbootclasspath\S*):/.test(name)) return UNJUDGED;
    if (/^-XX:(?:Flags|VMOptionsFile|OnError|OnOutOfMemoryError|SharedArchiveFile)\b/.test(name))
      return UNJUDGED;
    if (/^-X(?:m[sxn]|ss)\d+[kmgKMG]?$|^-XX:[+-]?\w+$|^-Xshare:\w+$|^-Xlog\b/.test(name))
      return PLAIN;
    return undefined;
  },
};

/** `java [OPTIONS] -jar FILE [ARGS…]`. */
export const java: Launcher = {
  id: "java",
  names: ["java", "javaw"],
  toLaunch(invocation, resolve) {
    const { flags, rest, unknown, unjudged } = parseFlags(invocation.args, FLAGS, STYLE);
    if (unknown !== null) return unknownOption("java", unknown);
    const [file, ...args] = rest;
    if (!flags.has("-jar") || file === undefined)
      return declined("java", "java is given a class, not an archive");
    const { cwd } = invocation;
    const launcher = "java -jar";
    const detail = isBundlePath(file) ? "bundle-binary" : "local-binary";
    const base = understood(detail, { launcher, file, cwd, unjudged });
    const jar = file.split(/[\\/]/).at(-1) ?? "";
    // The archive `mcp-proxy.jar` of IDEs connects to one address, by one option.
    const address = args[0] === "--sse-url" ? args[1] : args[0]?.replace(/^--sse-url=/, "");
    if (/^mcp-proxy[\w.-]*\.jar$/.test(jar) && address !== undefined)
      return startCommand("mcp-proxy", {
        base,
        label: launcher,
        args: [address],
        invocation,
        resolve,
      });
    return base;
  },
};

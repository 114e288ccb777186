import type { Launcher } from "./define.ts";
import { declined, unknownOption } from "./details.ts";
import { flagTable, parseFlags } from "./flags.ts";
import { scriptLaunch } from "./script.ts";
import { inside } from "./wrapper.ts";

const FLAGS = flagTable({
  boolean: "-nologo -noninteractive -noprofile -nop -sta -mta",
  value: "-executionpolicy -ep -ex -windowstyle -w",
  unjudged: { value: "-workingdirectory -wd" },
});

// No quotes, variables, pipes or operators: PowerShell reads such a text as plain words.
const PLAIN = /^[\w@.:\\/=,+~ -]+$/;

/** `powershell -File X.ps1` and `powershell -Command TEXT`; its options ignore case. */
export const powershell: Launcher = {
  id: "powershell",
  names: ["powershell", "pwsh"],
  toLaunch(invocation, resolve) {
    const { args } = invocation;
    const launcher = "powershell";
    const at = args.findIndex((word) => /^-(?:file|f|command|c)$/i.test(word));
    if (at < 0) return declined(launcher, "powershell without -File or -Command is not understood");
    const lower = args.slice(0, at).map((word) => word.toLowerCase());
    const { flags, rest, unknown, unjudged } = parseFlags(lower, FLAGS);
    if (unknown !== null) return unknownOption(launcher, unknown);
    const [option = "", first, ...more] = args.slice(at);
    if (rest.length > 0 || first === undefined)
      return declined(launcher, "powershell is given nothing to run");
    const hasProfile = !flags.has("-noprofile") && !flags.has("-nop");
    const reasons = [...unjudged, ...(hasProfile ? ["the profile of PowerShell"] : [])];
    if (/^-f/i.test(option)) return scriptLaunch({ launcher, file: first, unjudged: reasons });
    const text = [first, ...more].join(" ");
    if (!PLAIN.test(text))
      return declined(launcher, "powershell -Command is not one simple command", "shell-string");
    const words = text.split(" ").filter((word) => word !== "");
    return inside(`${launcher} ${option}`, words, invocation, resolve, reasons);
  },
};

import { parseSubjectLabel } from "../model/subject.ts";
import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { inside } from "./wrapper.ts";

const FLAGS = flagTable({ value: "--bin" });

/** `pinfold run [--bin NAME] SUBJECT|PATH [-- ARGS…]`: what is pinned, from a private copy. */
export const pinfold: Launcher = {
  id: "pinfold",
  names: ["pinfold"],
  toLaunch(invocation, resolve) {
    const { args, cwd } = invocation;
    const [command, ...words] = args;
    if (command !== "run") return declined("pinfold", "pinfold starts servers with run alone");
    const { flags, rest, isEnded, unknown } = parseFlags(words, FLAGS);
    if (unknown !== null) return unknownOption("pinfold run", unknown);
    const [server, dashes, ...own] = rest;
    if (server === undefined || isEnded)
      return declined("pinfold", "pinfold run is given no server");
    if (dashes !== undefined && dashes !== "--")
      return declined("pinfold", "the server's arguments must stand after --");
    // A program of the disk, by its path: pinfold compares it and starts it where it lies.
    if (server.startsWith("/")) return inside("pinfold run", [server, ...own], invocation, resolve);
    const subject = parseSubjectLabel(server);
    if (subject === null || subject.ecosystem === "executable")
      return declined("pinfold", "pinfold run is not given a subject (npm:NAME, pypi:NAME)");
    const bins = valuesOf(flags, "--bin");
    if (bins.length > 1) return declined("pinfold", "pinfold run takes one --bin");
    return understood("registry-package", {
      launcher: "pinfold",
      ecosystem: subject.ecosystem,
      package: subject.name,
      // What a lock resolves where there is no pin yet.
      spec: subject.name,
      extras: subject.extras,
      bin: bins[0] ?? null,
      args: own,
      cwd,
    });
  },
};

import { type Launch, type LaunchKind, launchOf } from "../model/launch.ts";

/** The one table from what a launch is, finely, to the `kind` that the rest of pinfold acts on. */
const KIND_OF = {
  "registry-package": "package",
  "git-package": "package",
  "tarball-url": "package",
  // Code that deno or uv fetches from any address.
  "script-url": "package",
  // Named by where it is installed, not by what the launcher fetches.
  "installed-package": "package",
  // A package that fetches the server it was asked for by name.
  "hub-runner": "package",
  "tool-manager": "package",
  flake: "package",
  // The bridge's own code runs here; one without a package keeps the kind of its program.
  "remote-bridge": "package",
  "container-image": "image",
  "bundle-binary": "bundle",
  "bundle-script": "bundle",
  "local-binary": "executable",
  "local-script": "executable",
  "local-project": "executable",
  "system-tool": "executable",
  "remote-url": "remote",
  // Understood as far as it goes, and yet the command line does not say what runs.
  "remote-shell": "opaque",
  "shell-string": "opaque",
  "container-exec": "opaque",
  gateway: "opaque",
  "installer-not-server": "opaque",
  "invalid-invocation": "opaque",
  opaque: "opaque",
} as const satisfies Record<string, LaunchKind>;

type AnyDetail = keyof typeof KIND_OF;

type OpaqueDetail = {
  [D in AnyDetail]: (typeof KIND_OF)[D] extends "opaque" ? D : never;
}[AnyDetail];

export type Detail = Exclude<AnyDetail, OpaqueDetail>;

type Parts = Partial<Omit<Launch, "kind" | "detail" | "reason">>;

/** A launch that was understood. */
export function understood(detail: Detail, parts: Parts): Launch {
  return launchOf({ ...parts, kind: KIND_OF[detail], detail });
}

/** A command line that pinfold declines to judge, with what it does say. */
export function declined(
  launcher: string | null,
  reason: string,
  detail: OpaqueDetail = "opaque",
  parts: Parts = {},
): Launch {
  return { ...launchOf({ ...parts, kind: KIND_OF[detail], detail }), launcher, reason };
}

export function unknownOption(launcher: string, option: string): Launch {
  return declined(launcher, `${launcher} option ${JSON.stringify(option)} is not understood`);
}

/** The launch with further reasons why it is never `verified`. */
export function withUnjudged(launch: Launch, ...reasons: readonly string[]): Launch {
  if (reasons.length === 0) return launch;
  return { ...launch, unjudged: [...new Set([...launch.unjudged, ...reasons])] };
}

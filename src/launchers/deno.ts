import type { Launch } from "../model/launch.ts";
import type { Launcher } from "./define.ts";
import { declined, understood, unknownOption } from "./details.ts";
import { flagTable, parseFlags, valuesOf } from "./flags.ts";
import { npmPinLevel, parseNpmSpec } from "./npm-spec.ts";
import { startPackage } from "./programs/index.ts";
import { projectLaunch } from "./project.ts";
import { scriptLaunch } from "./script.ts";
import { scriptUrl } from "./specs/script-url.ts";
import { insideCwd } from "./words/paths.ts";

const PERMISSIONS =
  "-A --allow-all -R --allow-read -W --allow-write -I --allow-import -N --allow-net -E --allow-env " +
  "-S --allow-sys --allow-run --allow-ffi --allow-hrtime --deny-read --deny-write --deny-net " +
  "--deny-env --deny-sys --deny-run --deny-ffi --deny-import --ignore-env --ignore-read --no-prompt";

// `deno run --help=full` of deno 2. `--lock` is absent: whether the next word is its value is not
// clear from the text. Values of optional ones are attached by `=`, so that they are boolean here.
const FLAGS = flagTable({
  boolean:
    `${PERMISSIONS} -q --quiet --check --no-check --watch --hmr --no-clear-screen --no-code-cache ` +
    "--use-env-proxy --no-remote --no-npm --node-modules-dir --vendor -r --reload --no-config " +
    "--no-lock --frozen --frozen-lockfile --inspect --inspect-brk --inspect-wait --cached-only " +
    "--allow-scripts --watch-exclude --unstable-kv --unstable-net --unstable-ffi --unstable-cron " +
    "--unstable-temporal --unstable-worker-options --unstable-fs --unstable-http " +
    "--unstable-broadcast-channel --unstable-webgpu --unstable-otel",
  value: "-L --log-level --location --v8-flags --seed --min-dep-age --minimum-dependency-age",
  attached: "--v8-flags --coverage",
  unjudged: {
    boolean:
      "-P --permission-set --unsafely-ignore-certificate-errors --env-file --unstable " +
      "--unstable-bare-node-builtins --unstable-byonm --unstable-sloppy-imports " +
      "--unstable-detect-cjs --unstable-node-globals --unstable-raw-imports",
    value:
      "--preload --require --import-map -c --config --cert --conditions --ext --node-modules-linker",
    attached: "--lock",
  },
});

/** `deno run npm:SPEC`, `jsr:SPEC`, an address or a file; `run` may be left out. */
export const deno: Launcher = {
  id: "deno",
  names: ["deno"],
  toLaunch(invocation, resolve) {
    const isRun = invocation.args[0] === "run";
    const args = isRun ? invocation.args.slice(1) : invocation.args;
    const { rest, unknown, unjudged } = parseFlags(args, FLAGS, { clusters: true });
    const launcher = isRun ? "deno run" : "deno";
    if (unknown !== null) return unknownOption(launcher, unknown);
    const [what, ...words] = rest;
    if (what === undefined) return declined(launcher, "deno is given nothing to run");
    const { cwd } = invocation;
    if (!isRun && what === "task") return taskLaunch(words, cwd, unjudged);
    const scheme = /^(?:npm|jsr):/.exec(what)?.[0];
    if (scheme !== undefined) {
      const base = packageOf(launcher, what, scheme, unjudged, cwd);
      const label = `${launcher} ${base.package ?? ""}`;
      return startPackage({ base, label, args: words, invocation, resolve });
    }
    const url = scriptUrl(what);
    if (url !== null) return understood("script-url", { ...url, launcher, unjudged, cwd });
    if (/^[a-z][a-z+.-]+:/i.test(what) && !what.startsWith("file:"))
      return declined(launcher, "deno is given an address that is not understood");
    // Without `run`, a word without a path or ending can be a command of deno.
    if (!isRun && !/[./\\]/.test(what)) return declined("deno", `deno ${what} is not understood`);
    return scriptLaunch({ launcher, file: what, unjudged });
  },
};

const TASK_FLAGS = flagTable({
  boolean: "-q --quiet",
  value: "--cwd",
  unjudged: { value: "-c --config -f --filter", boolean: "-r --recursive" },
});

/** `deno task NAME`: a task of the project's configuration. */
function taskLaunch(
  words: readonly string[],
  cwd: string | null,
  before: readonly string[],
): Launch {
  const { flags, unknown, unjudged } = parseFlags(words, TASK_FLAGS);
  if (unknown !== null) return unknownOption("deno task", unknown);
  const dir = valuesOf(flags, "--cwd").at(-1);
  return projectLaunch("deno task", {
    cwd: dir === undefined ? cwd : insideCwd(cwd, dir),
    unjudged: [...before, ...unjudged],
  });
}

/** `npm:[/]NAME[@VERSION][/BIN]`; after a JSR package the rest is the module it exports. */
function packageOf(
  launcher: string,
  spec: string,
  scheme: string,
  unjudged: readonly string[],
  cwd: string | null,
): Launch {
  const ecosystem = scheme === "npm:" ? "npm" : "jsr";
  const text = spec.slice(scheme.length).replace(/^\//, "");
  const [, name, version, path] =
    /^((?:@[^/@]+\/)?[^/@]+)(?:@([^/]*))?(?:\/(.+))?$/.exec(text) ?? [];
  if (
    name === undefined ||
    parseNpmSpec(name) === null ||
    (ecosystem === "jsr" && !name.startsWith("@"))
  )
    return declined(
      launcher,
      `${JSON.stringify(spec.slice(0, 200))} is no package of ${ecosystem}`,
    );
  const pinLevel = version === undefined ? "none" : npmPinLevel(version);
  if (pinLevel === null) return declined(launcher, "the package's version is not understood");
  return understood("registry-package", {
    launcher,
    ecosystem,
    package: name,
    versionSpec: version ?? null,
    pinLevel,
    spec: version === undefined ? name : `${name}@${version}`,
    bin: path ?? null,
    unjudged,
    cwd,
  });
}

import { dirname } from "node:path/posix";

import { below, installedVersion, type Shim, type ShimContext, upwards } from "./define.ts";

/** The managers of this family, which share their scripts: the variable's prefix and the file. */
const FILES: Readonly<Record<string, string>> = {
  pyenv: ".python-version",
  nodenv: ".node-version",
  rbenv: ".ruby-version",
};

/** Shims of pyenv and its relatives are scripts that end in `exec "…/pyenv" exec "$program"`. */
export const pyenv: Shim = {
  id: "pyenv",
  variables: { prefix: "(?:PYENV|NODENV|RBENV)_", known: /_(?:ROOT|VERSION)$/ },
  read(context) {
    const { view, text, path, name, home, env } = context;
    const line = /^\s*exec\s+"?([^\s"]*\/)?(pyenv|nodenv|rbenv)"?\s+exec\s/m.exec(text ?? "");
    const family = line?.[2];
    if (text === null || line === null || family === undefined) return null;
    const manager = `${line[1] ?? ""}${family}`;
    const variable = `${family.toUpperCase()}_ROOT`;
    const root =
      env[variable] ??
      new RegExp(String.raw`^\s*export ${variable}="?([^"\n]+)"?$`, "m").exec(text)?.[1] ??
      /^(.*)\/shims\/[^/]+$/.exec(path)?.[1] ??
      `${home}/.${family}`;
    const code = codeOf(view, { manager, family, root });
    for (const wanted of versions(context, family, root)) {
      if (wanted === "system") return { manager, target: null, isSystem: true, code };
      const version = installedVersion(view, `${root}/versions`, wanted.replace(/^v(?=\d)/, ""));
      const target = version === null ? null : `${root}/versions/${version}/bin/${name}`;
      if (target !== null && view.exists(target)) return { manager, target, isSystem: false, code };
    }
    return { manager, target: null, isSystem: false, code };
  },
};

/** What `pyenv exec` runs: its own scripts, hooks, and the plugins' of both. Source: `libexec/pyenv`. */
function codeOf(
  view: ShimContext["view"],
  {
    manager,
    family,
    root,
  }: { readonly manager: string; readonly family: string; readonly root: string },
): readonly string[] {
  const prefix = dirname(dirname(view.walk(manager).real ?? manager));
  const plugins = (view.names(`${root}/plugins`) ?? []).toSorted();
  return [
    `${prefix}/libexec`,
    ...new Set([`${prefix}/${family}.d`, `${root}/${family}.d`]),
    ...plugins.flatMap((name) => ["bin", "etc"].map((part) => `${root}/plugins/${name}/${part}`)),
  ];
}

/** The variable, the nearest file from the working directory upwards, the global one, else none. */
function versions(
  { view, cwd, env }: ShimContext,
  family: string,
  root: string,
): readonly string[] {
  const variable = env[`${family.toUpperCase()}_VERSION`];
  if (variable !== undefined) return variable.split(":");
  const name = FILES[family] ?? "";
  for (const file of [...upwards(cwd).map((folder) => below(folder, name)), `${root}/version`]) {
    const listed = (view.text(file) ?? "")
      .split("\n")
      .map((line) => line.replace(/#.*/, "").trim())
      .flatMap((line) => line.split(/\s+/))
      .filter((word) => word !== "");
    if (listed.length > 0) return listed;
  }
  return ["system"];
}

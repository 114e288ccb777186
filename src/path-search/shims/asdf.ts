import { dirname } from "node:path/posix";

import { below, installedVersion, type Shim, type ShimContext, upwards } from "./define.ts";

/** asdf's shims are scripts that name their plugins and start `asdf exec NAME`. */
export const asdf: Shim = {
  id: "asdf",
  variables: {
    prefix: "ASDF_",
    known: /^ASDF_(?:DATA_DIR|DEFAULT_TOOL_VERSIONS_FILENAME|.+_VERSION)$/,
  },
  read(context) {
    const { view, text, path, name, home, env } = context;
    const [, manager] = /^exec\s+"?([^\s"]*asdf)"?\s+exec\s/m.exec(text ?? "") ?? [];
    if (text === null || manager === undefined) return null;
    const data = env["ASDF_DATA_DIR"] ?? /^(.*)\/shims\/[^/]+$/.exec(path)?.[1] ?? `${home}/.asdf`;
    const plugins = new Set(
      [...text.matchAll(/^# asdf-plugin: (\S+)/gm)].map(([, plugin = ""]) => plugin),
    );
    const code = codeOf(view, { manager, data, plugins });
    for (const plugin of plugins) {
      for (const wanted of versions(context, plugin)) {
        if (wanted === "system") return { manager, target: null, isSystem: true, code };
        const installs = `${data}/installs/${plugin}`;
        const version = installedVersion(view, installs, wanted);
        const target = version === null ? null : `${installs}/${version}/bin/${name}`;
        if (target !== null && view.exists(target))
          return { manager, target, isSystem: false, code };
      }
    }
    return { manager, target: null, isSystem: false, code };
  },
};

/** A plugin's `exec-env` and `exec-path` run at each start; until 0.15 asdf itself was scripts. */
function codeOf(
  view: ShimContext["view"],
  {
    manager,
    data,
    plugins,
  }: { readonly manager: string; readonly data: string; readonly plugins: ReadonlySet<string> },
): readonly string[] {
  const own = dirname(dirname(view.walk(manager).real ?? manager));
  return [`${own}/lib`, ...[...plugins].map((plugin) => `${data}/plugins/${plugin}`)];
}

/** The versions of a plugin in the variable, else in the nearest `.tool-versions`. */
function versions({ view, cwd, home, env }: ShimContext, plugin: string): readonly string[] {
  const variable = env[`ASDF_${plugin.toUpperCase().replaceAll("-", "_")}_VERSION`];
  if (variable !== undefined) return variable.split(/\s+/);
  const name = env["ASDF_DEFAULT_TOOL_VERSIONS_FILENAME"] ?? ".tool-versions";
  for (const folder of [...upwards(cwd), home]) {
    const listed = toolVersions(view.text(below(folder, name)) ?? "", [plugin]);
    if (listed !== null) return listed;
  }
  return [];
}

/** A line of `.tool-versions`: the tool, then its versions in the order in which they are tried. */
export function toolVersions(text: string, tools: readonly string[]): readonly string[] | null {
  for (const line of text.split("\n")) {
    const [tool = "", ...wanted] = line.replace(/#.*/, "").trim().split(/\s+/);
    if (tools.includes(tool) && wanted.length > 0) return wanted;
  }
  return null;
}

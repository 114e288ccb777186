import * as v from "valibot";

import { tomlLibrary } from "../../formats/lazy.ts";
import { toolVersions } from "./asdf.ts";
import { oddMiseConfig } from "./mise-config.ts";
import { below, installedVersion, type Shim, type ShimContext, upwards } from "./define.ts";

/** Which tool brings a program; another name is its own tool. */
const TOOL: Readonly<Record<string, readonly string[]>> = {
  node: ["node", "nodejs"],
  npm: ["node", "nodejs"],
  npx: ["node", "nodejs"],
  corepack: ["node", "nodejs"],
  python: ["python"],
  python3: ["python"],
  pip: ["python"],
  uvx: ["uv"],
  bunx: ["bun"],
  pnpx: ["pnpm"],
};

/** Files of a project, those that win first. */
const FILES = [
  "mise.local.toml",
  ".mise.local.toml",
  "mise.toml",
  ".mise.toml",
  "mise/config.toml",
  ".mise/config.toml",
  ".config/mise.toml",
  ".config/mise/config.toml",
  ".tool-versions",
];

const Wanted = v.union([v.string(), v.looseObject({ version: v.string() })]);
const Config = v.looseObject({
  tools: v.optional(v.record(v.string(), v.union([Wanted, v.array(Wanted)]))),
});

/** mise's shims are links to mise itself, which goes by the name that it was called by. */
export const mise: Shim = {
  id: "mise",
  variables: { prefix: "MISE_", known: /^MISE_(?:DATA_DIR|.+_VERSION|LOG_LEVEL|QUIET|YES)$/ },
  read(context) {
    const { view, real, name, home, env } = context;
    if (!real.endsWith("/mise") || name === "mise") return null;
    const data = env["MISE_DATA_DIR"] ?? `${env["XDG_DATA_HOME"] ?? `${home}/.local/share`}/mise`;
    const tools = TOOL[name] ?? [name];
    const found = {
      manager: null,
      code: [`${data}/plugins/${tools[0] ?? name}`],
      odd: oddConfig(context),
    };
    for (const wanted of versions(context, tools)) {
      if (wanted === "system") return { ...found, target: null, isSystem: true };
      const installs = `${data}/installs/${tools[0] ?? name}`;
      const version = installedVersion(view, installs, wanted.replace(/^prefix:/, ""));
      if (version === null) continue;
      // Python, Node and most others have `bin`; single-file tools stand in the folder itself.
      for (const target of [`bin/${name}`, name]) {
        const file = `${installs}/${version}/${target}`;
        if (view.walk(file).stat?.kind === "file")
          return { ...found, target: file, isSystem: false };
      }
    }
    return { ...found, target: null, isSystem: false };
  },
};

function versions(context: ShimContext, tools: readonly string[]): readonly string[] {
  const { view, env } = context;
  const [tool = ""] = tools;
  const variable = env[`MISE_${tool.toUpperCase().replaceAll("-", "_")}_VERSION`];
  if (variable !== undefined) return [variable];
  for (const file of configFiles(context)) {
    const text = view.text(file);
    if (text === null) continue;
    const wanted = file.endsWith(".toml") ? ofToml(text, tools) : toolVersions(text, tools);
    if (wanted !== null) return wanted;
  }
  return [];
}

function oddConfig(context: ShimContext): string | null {
  for (const file of configFiles(context)) {
    if (!file.endsWith(".toml")) continue;
    const text = context.view.text(file);
    const odd = text === null ? null : oddMiseConfig(text, context.home);
    if (odd !== null) return `${file} ${odd}`;
  }
  return null;
}

/** All that apply to a folder, those that win first. Source: mise's documentation, "Configuration". */
function configFiles({ view, cwd, home, env }: ShimContext): readonly string[] {
  const config = `${env["XDG_CONFIG_HOME"] ?? `${home}/.config`}/mise`;
  const more = [config, "/etc/mise"].flatMap((folder) =>
    (view.names(`${folder}/conf.d`) ?? []).toSorted().map((name) => `${folder}/conf.d/${name}`),
  );
  return [
    ...upwards(cwd).flatMap((folder) => FILES.map((file) => below(folder, file))),
    `${config}/config.local.toml`,
    `${config}/config.toml`,
    ...more,
    "/etc/mise/config.toml",
  ];
}

function ofToml(text: string, tools: readonly string[]): readonly string[] | null {
  try {
    const config = v.safeParse(Config, tomlLibrary().parse(text));
    const wanted = config.success
      ? tools.map((tool) => config.output.tools?.[tool]).find((found) => found !== undefined)
      : undefined;
    if (wanted === undefined) return null;
    return [wanted].flat().map((one) => (typeof one === "string" ? one : one.version));
  } catch {
    return null;
  }
}

import * as v from "valibot";

import { below, type Shim, type ShimContext, upwards } from "./define.ts";

const Version = v.optional(v.nullable(v.string()));

const Project = v.looseObject({
  volta: v.optional(
    v.looseObject({ node: Version, npm: Version, extends: v.optional(v.string()) }),
  ),
});

const Platform = v.looseObject({
  node: v.optional(v.nullable(v.looseObject({ runtime: Version, npm: Version }))),
});

interface Versions {
  readonly node: string | null;
  readonly npm: string | null;
}

/** Volta's shims are links to one program, which goes by the nearest package.json. */
export const volta: Shim = {
  id: "volta",
  variables: { prefix: "VOLTA_", known: /^VOLTA_(?:HOME|LOGLEVEL)$/ },
  read(context) {
    const { view, real, name, home, env } = context;
    if (!real.endsWith("/volta-shim")) return null;
    const root = env["VOLTA_HOME"] ?? `${home}/.volta`;
    const { node, npm } = ofProject(context) ?? ofUser(context, root);
    const isNpm = name === "npm" || name === "npx";
    const nodeBin = node === null ? null : `${root}/tools/image/node/${node}/bin`;
    const folder = isNpm && npm !== null ? `${root}/tools/image/npm/${npm}/bin` : nodeBin;
    const target = folder === null ? null : below(folder, name);
    return {
      manager: null,
      target: target !== null && view.exists(target) ? target : null,
      isSystem: node === null && ["node", "npm", "npx"].includes(name),
    };
  },
};

/** `volta` in the nearest package.json that has it, with the file that it extends. */
function ofProject({ view, cwd }: ShimContext): Versions | null {
  for (const folder of upwards(cwd)) {
    const own = parsed(Project, view.text(below(folder, "package.json")))?.volta;
    if (own === undefined) continue;
    const base =
      own.extends === undefined
        ? undefined
        : parsed(Project, view.text(`${folder}/${own.extends}`))?.volta;
    const node = own.node ?? base?.node ?? null;
    return node === null ? null : { node, npm: own.npm ?? base?.npm ?? null };
  }
  return null;
}

function ofUser({ view }: ShimContext, root: string): Versions {
  const { node } = parsed(Platform, view.text(`${root}/tools/user/platform.json`)) ?? {};
  return { node: node?.runtime ?? null, npm: node?.npm ?? null };
}

function parsed<Schema extends v.GenericSchema>(schema: Schema, text: string | null) {
  try {
    const result = v.safeParse(schema, JSON.parse(text ?? "null"));
    return result.success ? result.output : null;
  } catch {
    return null;
  }
}

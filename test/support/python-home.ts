import { createHash } from "node:crypto";

import { formatLockfile, treeDigestOf } from "../../src/lockfile/format.ts";
import type { PypiLockfile } from "../../src/lockfile/pypi-schema.ts";
import { h1Of, manifestOf } from "../../src/model/digest.ts";
import type { TestWorld } from "./world.ts";

/** A wheel as a test thinks of it. */
export interface SmallWheel {
  readonly name: string;
  readonly version: string;
  readonly requires?: readonly string[];
  /** `module:object` by the program's name. */
  readonly programs?: Readonly<Record<string, string>>;
  /** `>=3.10` */
  readonly requiresPython?: string;
  /** Further lines of its METADATA. */
  readonly headers?: readonly string[];
  /** By their path among the packages, or below `NAME-VERSION.data`. */
  readonly files?: Readonly<Record<string, string>>;
}

/** `tern`, a server of two packages; `wave` is shared with others. */
export const WAVE: SmallWheel = {
  name: "wave",
  version: "2.0.0",
  files: { "wave/__init__.py": "roll()\n", "wave/deep.py": "roar()\n" },
};
export const TERN: SmallWheel = {
  name: "mcp-server-tern",
  version: "1.4.0",
  requires: ["wave"],
  programs: { "mcp-server-tern": "mcp_server_tern:main" },
  files: { "mcp_server_tern/__init__.py": "from wave import roll\n" },
};
export const SKUA: SmallWheel = {
  name: "mcp-server-skua",
  version: "1.0.0",
  requires: ["wave"],
  programs: { "mcp-server-skua": "mcp_server_skua:main" },
  files: { "mcp_server_skua/__init__.py": "from wave import roll\n" },
};

export const PACKAGES = "lib/python3.12/site-packages";
export const CACHE = "/home/ada/.cache/uv";
/** When the files of wheels were made. */
const MADE = 1_750_000_000;

const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");
export const stemOf = ({ name, version }: SmallWheel): string =>
  `${name.replaceAll("-", "_")}-${version}`;

/** The files of a wheel that are digested, by their path in it. */
export function wheelTexts(wheel: SmallWheel): Readonly<Record<string, string>> {
  const { name, version, requires = [], programs = {}, files = {}, headers = [] } = wheel;
  const info = `${stemOf(wheel)}.dist-info`;
  const needs = requires.map((one) => `Requires-Dist: ${one}\n`).join("");
  const python =
    wheel.requiresPython === undefined ? [] : [`Requires-Python: ${wheel.requiresPython}`];
  const more = [...python, ...headers].map((line) => `${line}\n`).join("");
  const lines = Object.entries(programs).map(([program, object]) => `${program} = ${object}\n`);
  return {
    ...files,
    [`${info}/METADATA`]: `Metadata-Version: 2.4\nName: ${name}\nVersion: ${version}\n${more}${needs}\n`,
    [`${info}/WHEEL`]: "Wheel-Version: 1.0\n",
    ...(lines.length === 0
      ? {}
      : { [`${info}/entry_points.txt`]: `[console_scripts]\n${lines.join("")}` }),
  };
}

/** A program as uv writes it into an environment that may be moved. */
export function uvScript(reference: string): string {
  const [module = "", object = ""] = reference.split(":");
  return `#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python' "$0" "$@"
' '''
# -*- coding: utf-8 -*-
import sys
from ${module} import ${object}
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit(${object}())
`;
}

/** A compiled file with a header of PEP 552. */
export function compiled(
  source: string,
  { flags = 0, modified = MADE, body = "code" } = {},
): Buffer {
  const bytes = Buffer.concat([
    Buffer.from("cb0d0d0a", "hex"),
    Buffer.alloc(12),
    Buffer.from(body),
  ]);
  bytes.writeUInt32LE(flags, 4);
  bytes.writeUInt32LE(modified, 8);
  bytes.writeUInt32LE(Buffer.byteLength(source), 12);
  return bytes;
}

/** Environments and lockfiles of Python on Ada's machine. */
export class PythonHome {
  readonly #world: TestWorld;

  constructor(world: TestWorld) {
    this.#world = world;
    world.disk
      .file("/usr/bin/uv", "\u007fELF uv", { mode: 0o755 })
      .file("/usr/bin/uvx", "\u007fELF uvx", { mode: 0o755 })
      .file("/usr/bin/pipx", "\u007fELF pipx", { mode: 0o755 })
      .file("/usr/bin/python3.12", "\u007fELF python", { mode: 0o755 })
      .link("/usr/bin/python3", "python3.12");
  }

  /** An environment in uv's cache, as uvx makes it; answers its folder. */
  caches(id: string, ...wheels: readonly SmallWheel[]): string {
    const root = `${CACHE}/archive-v0/${id}`;
    this.#world.disk.link(
      `${CACHE}/environments-v2/8b0cbae4892decd7/${id}`,
      `../../archive-v0/${id}`,
    );
    this.#environment(
      root,
      `home = /usr/bin\nuv = 0.13.9\nversion_info = 3.12.1\ninclude-system-site-packages = false\nrelocatable = true\n`,
    );
    for (const wheel of wheels) this.installs(root, wheel);
    return root;
  }

  /** A virtual environment of `python -m venv`. */
  makes(root: string, ...wheels: readonly SmallWheel[]): string {
    this.#environment(
      root,
      "home = /usr/bin\ninclude-system-site-packages = false\nversion = 3.12.1\n",
    );
    for (const wheel of wheels) this.installs(root, wheel);
    return root;
  }

  /** What installing one wheel leaves. */
  installs(root: string, wheel: SmallWheel): void {
    const { disk } = this.#world;
    const stem = stemOf(wheel);
    const recorded: string[] = [];
    for (const [path, text] of Object.entries(wheelTexts(wheel))) {
      const data = `${stem}.data/`;
      const inner = path.startsWith(data)
        ? `../../../${path
            .slice(data.length)
            .replace(/^scripts\//, "bin/")
            .replace(/^data\//, "")}`
        : path;
      disk.file(
        `${root}/${PACKAGES}/${inner}`,
        text.replace(/^#!python\n/, `#!${root}/bin/python\n`),
        {
          modified: MADE,
        },
      );
      recorded.push(inner);
    }
    for (const [program, reference] of Object.entries(wheel.programs ?? {})) {
      disk.file(`${root}/bin/${program}`, uvScript(reference), { mode: 0o755 });
      recorded.push(`../../../bin/${program}`);
    }
    const info = `${root}/${PACKAGES}/${stem}.dist-info`;
    disk.file(`${info}/INSTALLER`, "uv");
    const own = ["INSTALLER", "RECORD"].map((file) => `${stem}.dist-info/${file}`);
    disk.file(
      `${info}/RECORD`,
      [...recorded, ...own].map((path) => `${path},sha256=x,1\n`).join(""),
    );
  }

  /** The personal lockfile of a server with its closure, and the manifests behind it. */
  pins(server: SmallWheel, ...closure: readonly SmallWheel[]): PypiLockfile {
    const packages = Object.fromEntries(
      [server, ...closure].map((wheel) => {
        const { name, version } = wheel;
        const prefix = `${name}@${version}`;
        const files = Object.entries(wheelTexts(wheel)).map(([path, text]) => ({
          path,
          sha256: sha256(text),
        }));
        const h1 = h1Of(prefix, files);
        const hex = Buffer.from(h1.slice(3), "base64").toString("hex");
        this.#world.plants(
          `~/.local/share/pinfold/manifests/${hex.slice(0, 2)}/${hex}`,
          manifestOf(prefix, files),
        );
        const file = `${stemOf(wheel)}-py3-none-any.whl`;
        return [
          name,
          { version, artifacts: [{ file, sha256: `sha256:${sha256(file)}`, files: h1 }] },
        ];
      }),
    );
    const lockfile: PypiLockfile = {
      lockfileVersion: 1,
      subject: `pkg:pypi/${server.name}`,
      version: server.version,
      revision: 1,
      tree: treeDigestOf(packages),
      entryPoints: server.programs ?? {},
      platforms: ["linux-x64"],
      resolver: { uv: "0.13.9", python: "3.12" },
      packages,
    };
    this.writesLockfile(lockfile);
    return lockfile;
  }

  writesLockfile(lockfile: PypiLockfile): void {
    const name = lockfile.subject.slice("pkg:pypi/".length);
    this.#world.plants(`~/.config/pinfold/lockfiles/pypi/${name}.json`, formatLockfile(lockfile));
  }

  #environment(root: string, config: string): void {
    this.#world.disk
      .file(`${root}/pyvenv.cfg`, config)
      .file(`${root}/CACHEDIR.TAG`, "Signature")
      .file(`${root}/bin/activate`, "# for shells\n")
      .link(`${root}/lib64`, "lib")
      .link(`${root}/bin/python`, "/usr/bin/python3.12")
      .link(`${root}/bin/python3`, "python")
      .folder(`${root}/${PACKAGES}`);
  }
}

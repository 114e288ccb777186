import type { RegistryKey } from "./keys.ts";
import { hasInstallScript, programsOf, type Publication, unpackedSizeOf } from "./publication.ts";

/** All that the registry knows of one name. */
export interface PackageState {
  readonly name: string;
  readonly versions: Map<string, Publication>;
  readonly tags: Map<string, string>;
  /** Times stay when a version is unpublished, as in the real one. */
  readonly times: Map<string, string>;
}

/** What the abbreviated form keeps of a version's manifest. */
const ABBREVIATED = [
  "name",
  "version",
  "deprecated",
  "dependencies",
  "devDependencies",
  "optionalDependencies",
  "bundleDependencies",
  "peerDependencies",
  "peerDependenciesMeta",
  "bin",
  "directories",
  "dist",
  "engines",
  "cpu",
  "os",
  "libc",
  "hasInstallScript",
  "_hasShrinkwrap",
];

export class Packuments {
  readonly #url: string;
  readonly #key: RegistryKey;

  constructor(url: string, key: RegistryKey) {
    this.#url = url;
    this.#key = key;
  }

  full(state: PackageState): Record<string, unknown> {
    const publishers = [...new Set([...state.versions.values()].map(({ by }) => by))];
    return {
      _id: state.name,
      _rev: `${state.times.size}-0`,
      name: state.name,
      "dist-tags": Object.fromEntries(state.tags),
      versions: this.#versions(state, (publication) => this.version(publication)),
      time: Object.fromEntries([...boundsOf(state), ...state.times]),
      maintainers: publishers.map(personOf),
    };
  }

  abbreviated(state: PackageState): Record<string, unknown> {
    return {
      name: state.name,
      modified: new Map(boundsOf(state)).get("modified"),
      "dist-tags": Object.fromEntries(state.tags),
      versions: this.#versions(state, (publication) => {
        const version = this.version(publication);
        return Object.fromEntries(
          ABBREVIATED.filter((field) => field in version).map((field) => [field, version[field]]),
        );
      }),
    };
  }

  version(publication: Publication): Record<string, unknown> {
    const { manifest, integrity, shasum, by, deprecated, isSigned } = publication;
    const { name, version } = manifest;
    const programs = programsOf(manifest);
    const attestations = `${this.#url}/-/npm/v1/attestations/${name.replace("/", "%2f")}@${version}`;
    return {
      ...manifest,
      ...(Object.keys(programs).length > 0 && { bin: programs }),
      ...(deprecated !== null && { deprecated }),
      ...(hasInstallScript(publication) && { hasInstallScript: true }),
      _id: `${name}@${version}`,
      _npmUser: personOf(by),
      maintainers: [personOf(by)],
      _hasShrinkwrap: "npm-shrinkwrap.json" in publication.files,
      dist: {
        integrity,
        shasum,
        tarball: `${this.#url}${tarballPath(name, version)}`,
        fileCount: Object.keys(publication.files).length,
        unpackedSize: unpackedSizeOf(publication),
        ...(isSigned && { signatures: [this.#key.sign(name, version, integrity)] }),
        ...(publication.attestations !== null && {
          attestations: {
            url: attestations,
            provenance: { predicateType: "https://slsa.dev/provenance/v1" },
          },
        }),
      },
    };
  }

  #versions(
    state: PackageState,
    show: (publication: Publication) => unknown,
  ): Record<string, unknown> {
    return Object.fromEntries(
      [...state.versions].map(([version, publication]) => [version, show(publication)]),
    );
  }
}

export function tarballPath(name: string, version: string): string {
  return `/${name}/-/${name.slice(name.indexOf("/") + 1)}-${version}.tgz`;
}

function boundsOf(state: PackageState): [string, string][] {
  const times = [...state.times.values()].toSorted();
  return [
    ["created", times.at(0) ?? ""],
    ["modified", times.at(-1) ?? ""],
  ];
}

function personOf(name: string): { name: string; email: string } {
  return { name, email: `${name}@example.test` };
}

import type { Launch } from "../../model/launch.ts";
import { hasVariable } from "../words/paths.ts";
import { LONGEST_SPEC } from "./source.ts";

type ImageSource = Pick<Launch, "package" | "versionSpec" | "pinLevel" | "spec">;

// Grammar of distribution/reference: lower-case path, an optional host, a tag, a digest.
const PATH = /^[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|__?|-+)[a-z0-9]+)*)*$/;
const HOST = /^(?:localhost|[a-z0-9-]+(?:\.[a-z0-9-]+)*)(?::\d+)?$/i;
const TAG = /^\w[\w.-]{0,127}$/;
const DIGEST = /^(?:sha256:[0-9a-f]{64}|sha512:[0-9a-f]{128})$/;
const IMAGE_ID = /^[0-9a-f]{64}$/;

/** Where docker looks for an image without a host; its official images are in `library`. */
const DOCKER_HOST = "docker.io";

/**
 * An image reference. Only a digest is exact: every tag can be moved, however much it looks like a
 * version. `short` says what a name without a host means: docker has one answer, podman asks its
 * own configuration.
 */
export function imageSource(text: string, short: "docker" | "as written"): ImageSource | null {
  if (text.length > LONGEST_SPEC) return null;
  const at = text.indexOf("@");
  const digest = at < 0 ? null : text.slice(at + 1);
  const named = at < 0 ? text : text.slice(0, at);
  // A variable can hold a colon: `name:${TAG}` is split before it.
  const colon = named.search(/:(?:[^/:{}]|\$\{[^}]{0,200}\})*$/);
  const isTagged = colon >= 0;
  const name = isTagged ? named.slice(0, colon) : named;
  const tag = isTagged ? named.slice(colon + 1) : null;
  const full = fullName(name, short);
  if (full === null) return null;
  const isUnknown = [tag, digest].some((part) => part !== null && hasVariable(part));
  if (!isUnknown && tag !== null && !TAG.test(tag)) return null;
  if (!isUnknown && digest !== null && !DIGEST.test(digest)) return null;
  const parts = [tag, digest].filter((part) => part !== null);
  return {
    package: full,
    versionSpec: parts.length === 0 ? null : parts.join("@"),
    pinLevel: isUnknown || parts.length === 0 ? "none" : digest === null ? "tag" : "exact",
    spec: text,
  };
}

function fullName(name: string, short: "docker" | "as written"): string | null {
  const slash = name.indexOf("/");
  const first = slash < 0 ? "" : name.slice(0, slash);
  if (/[.:]/.test(first) || first === "localhost") {
    const path = name.slice(slash + 1);
    if (!HOST.test(first) || !PATH.test(path)) return null;
    if (short === "as written" || !/^(?:index\.)?docker\.io$/.test(first)) return name;
    return `${DOCKER_HOST}/${path.includes("/") ? path : `library/${path}`}`;
  }
  if (!PATH.test(name) || IMAGE_ID.test(name)) return null;
  if (short === "as written") return name;
  return slash < 0 ? `${DOCKER_HOST}/library/${name}` : `${DOCKER_HOST}/${name}`;
}

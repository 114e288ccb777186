import { normalName } from "./names.ts";

/** What a METADATA file says that matters here. */
export interface Metadata {
  readonly name: string;
  readonly version: string;
  readonly dependencies: readonly string[];
}

const NAME = /^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?$/;
const VERSION = /^[0-9A-Za-z.!+_-]{1,128}$/;

/**
 * The headers of a METADATA file; null where name and version are not there once each. Everything
 * behind the first empty line is the description. Source: PyPA, "Core metadata".
 */
export function parseMetadata(text: string): Metadata | null {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  const headers = text.slice(0, end).split(/\r?\n/);
  const [name, ...names] = valuesOf(headers, "name");
  const [version, ...versions] = valuesOf(headers, "version");
  if (name === undefined || version === undefined) return null;
  if (names.length + versions.length > 0) return null;
  if (name.length > 214 || !NAME.test(name) || !VERSION.test(version)) return null;
  const dependencies = valuesOf(headers, "requires-dist").flatMap((one) => {
    const [, required] = /^([A-Za-z0-9][A-Za-z0-9._-]*)/.exec(one) ?? [];
    return required === undefined ? [] : [normalName(required)];
  });
  return { name: normalName(name), version, dependencies: [...new Set(dependencies)] };
}

function valuesOf(headers: readonly string[], wanted: string): string[] {
  return headers.flatMap((line) => {
    const at = line.indexOf(":");
    return at > 0 && line.slice(0, at).toLowerCase() === wanted ? [line.slice(at + 1).trim()] : [];
  });
}

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
  const headers = headersOf(text);
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

/** The first value of one header, as written; null where there is none. */
export function headerOf(text: string, name: string): string | null {
  return valuesOf(headersOf(text), name)[0] ?? null;
}

/** `Repository` or `Source` of the project's addresses: its authors' own word. */
export function repositoryOf(text: string): string | null {
  const links = valuesOf(headersOf(text), "project-url").flatMap((value) => {
    const [, label = "", url] = /^([^,]+),\s*(https?:\/\/\S+)$/.exec(value) ?? [];
    return url === undefined ? [] : [{ label: label.trim().toLowerCase(), url }];
  });
  const named = links.find(({ label }) =>
    /^(?:repository|source(?: code)?|github|code)$/.test(label),
  );
  return named?.url ?? null;
}

function headersOf(text: string): readonly string[] {
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length;
  return text.slice(0, end).split(/\r?\n/);
}

function valuesOf(headers: readonly string[], wanted: string): string[] {
  return headers.flatMap((line) => {
    const at = line.indexOf(":");
    return at > 0 && line.slice(0, at).toLowerCase() === wanted ? [line.slice(at + 1).trim()] : [];
  });
}

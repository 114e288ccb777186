import type { Launch } from "../model/launch.ts";
import { maskUrls } from "../model/mask.ts";
import type { ServerEntry } from "../model/server.ts";

/** Parts of an entry that can change what runs and that no rule judges. */
export function unjudgedParts(entry: ServerEntry, launch: Launch): readonly string[] {
  const isPackage = launch.kind === "package";
  return [
    ...(isPackage ? launch.wrappers.map((wrapper) => `the wrapper ${wrapper}`) : []),
    ...(entry.command === null ? [] : entry.executes.map(() => "a command that makes its values")),
    ...(entry.envFile === null ? [] : [`the variables of ${entry.envFile}`]),
  ];
}

/**
 * Addresses of an entry can hold a password. They are masked before anything is printed; the specs
 * of registry packages stay as they are, since they are looked up by.
 */
export function withoutPasswords(launch: Launch, hasSubject: boolean): Launch {
  const mask = (text: string | null): string | null => (text === null ? null : maskUrls(text));
  const { endpoint, package: name, spec, extras, installer, detail } = launch;
  const isRegistryPackage =
    hasSubject && (detail === "registry-package" || detail === "remote-bridge");
  return {
    ...launch,
    endpoint: mask(endpoint),
    installer: installer.map(maskUrls),
    package: isRegistryPackage ? name : mask(name),
    spec: isRegistryPackage ? spec : mask(spec),
    extras: isRegistryPackage ? extras : extras.map(maskUrls),
  };
}

import type { NpmSettings } from "../../ports/npm-settings.ts";

/** Whether npm would ask it if nobody had set another one: known where npm's defaults are. */
export function isDefaultRegistry(registry: string, { layers }: NpmSettings): boolean {
  const usual = layers.find(({ where }) => where === "default")?.values["registry"];
  return usual === undefined || new URL(usual).host === new URL(registry).host;
}

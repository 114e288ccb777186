import type { NpmSettings, NpmSettingsReader } from "../../ports/npm-settings.ts";

/** npm's configuration as the user has it, for what no launch is asked about. */
export function userSettings(reader: NpmSettingsReader, home: string): Promise<NpmSettings> {
  return reader.read({ npmRoot: null, node: null, cwd: home, home, env: {} });
}

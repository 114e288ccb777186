import { messageOf, PinfoldError } from "../errors.ts";
import { printable } from "../model/text.ts";
import type { InstallScripts } from "../ports/install-scripts.ts";

/** Characters of what a script said. */
const LAST = 400;

/** npm's own way to run a script; its output is shown only where it fails. */
export const npmInstallScripts: InstallScripts = {
  async run({ folder, packageJson, event, env }) {
    const { default: runScript } = await import("@npmcli/run-script");
    const pkg: unknown = JSON.parse(packageJson);
    // The library adds what it is given to the variables of this process.
    const names = [...Object.keys(process.env), ...Object.keys(env)];
    const only = Object.fromEntries(names.map((name) => [name, env[name]]));
    try {
      await runScript({ event, path: folder, pkg, env: only, stdio: "pipe", stdioString: true });
    } catch (thrown) {
      throw new PinfoldError(
        "input",
        `the script ${event} of ${folder} failed: ${lastWords(thrown)}`,
        "nothing was kept; what the script needs is said in the package's own documentation",
        thrown,
      );
    }
  },
};

function lastWords(thrown: unknown): string {
  const { stderr } = thrown instanceof Error && "stderr" in thrown ? thrown : { stderr: null };
  const words = typeof stderr === "string" ? stderr.trim() : "";
  return printable((words === "" ? messageOf(thrown) : words).slice(-LAST), LAST);
}

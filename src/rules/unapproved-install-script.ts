import { defineRule } from "./define.ts";

export const unapprovedInstallScript = defineRule({
  id: "unapproved-install-script",
  title: "A package runs a script while it is installed, and nobody approved it",
  severity: "error",
  docs: {
    why: "npx runs install scripts by default, with the rights of whoever starts the client. Most supply-chain attacks on npm ran there, in a dependency of a dependency.",
    remedy:
      "Read the script. `pinfold lock SERVER --allow-scripts NAME` approves it by its digest, together with the files it leaves; another script asks again.",
  },
  checks: {
    *npmTree({ name: server, root, scripts }) {
      for (const { path, name, version, scripts: commands, digest, approved } of scripts) {
        const [event = "install", command = ""] = Object.entries(commands)[0] ?? [];
        yield {
          message: `${name} ${version} runs ${event}: ${command}${approved === null ? "" : " (another script was approved)"}`,
          location: { file: `${root}/${path}/package.json` },
          ...(approved === null ? {} : { pinned: approved }),
          observed: digest,
          wouldRun: command,
          remedy: `read it, then pinfold lock ${server} --allow-scripts ${name}`,
        };
      }
    },
  },
});

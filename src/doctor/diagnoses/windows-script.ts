import { defineDiagnosis } from "../define.ts";

export const windowsScript = defineDiagnosis({
  id: "windows-script",
  title: "On Windows the command is a script, and no shell is asked to start it",
  severity: "warning",
  consequence: "no-start",
  docs: {
    why: "`npx` is npx.cmd there. Windows starts programs and no scripts: a client that does not ask a shell reports `spawn npx ENOENT`. Some clients do ask one, and of others it is not documented.",
    remedy: 'Write `"command": "cmd", "args": ["/c", "npx", …]`.',
  },
  checks: {
    *launcher({ clientName, windowsScript: command, place }) {
      if (command === null) return;
      yield {
        ...place,
        message: `${command} is a script of Windows, and ${clientName} is not known to start one`,
        remedy: `write "command": "cmd" and "args": ["/c", ${JSON.stringify(command)}, …]`,
      };
    },
  },
});

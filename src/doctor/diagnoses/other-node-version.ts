import { defineDiagnosis } from "../define.ts";

export const otherNodeVersion = defineDiagnosis({
  id: "other-node-version",
  title: "The client has another Node than the shell",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "A server that works in the terminal fails under the client, or the other way round: Claude Desktop on macOS takes the oldest Node that nvm installed, whatever its default is.",
    remedy:
      "Write the whole path of the Node or npx that you want, and its folder as PATH in `env`; or remove the old version.",
  },
  checks: {
    *launcher({ clientName, differing, place }) {
      for (const { program, here, inShell } of differing)
        yield {
          ...place,
          message: `${program} is ${here.version} under ${clientName} and ${inShell.version} in the shell`,
          effect: `${clientName} starts ${here.path}, the shell ${inShell.path}`,
        };
    },
  },
});

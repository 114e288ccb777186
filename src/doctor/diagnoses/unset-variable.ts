import { defineDiagnosis } from "../define.ts";

export const unsetVariable = defineDiagnosis({
  id: "unset-variable",
  title: "A variable that the entry needs is not set",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "The server is given an empty text, or the variable as it is written, in place of a key or an address. It starts and fails at the first request.",
    remedy:
      "Set the variable where the client is started from: for a client of the terminal in the shell's profile, for one of the desktop in the session, or write it into `env`.",
  },
  checks: {
    *variables({ clientName, texts }) {
      for (const { name, state, isOfShell, location, excerpt } of texts)
        if (state === "unset")
          yield {
            message: `${name} is not set`,
            effect: isOfShell
              ? `${clientName} started from this shell has no value for it`
              : `it is not set here; whether ${clientName} has it was not learned`,
            location,
            excerpt,
            ...(isOfShell ? { severity: "error" as const, consequence: "no-start" as const } : {}),
          };
    },
  },
});

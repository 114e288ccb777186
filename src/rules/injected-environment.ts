import { defineRule } from "./define.ts";

export const injectedEnvironment = defineRule({
  id: "injected-environment",
  title: "A variable of the entry runs other code in or around the server",
  severity: "error",
  docs: {
    why: "`NODE_OPTIONS`, `LD_PRELOAD`, `PYTHONPATH`, `BASH_ENV` and their kind make interpreters, the dynamic loader, shells or package managers run a file of somebody's choice before the first line of the package. Every pin of the package stays intact. docs/environment.md lists the variables, what each does, and which values are harmless.",
    remedy:
      "Remove the variable from the entry. If it is yours and you trust what it names: `pinfold accept SERVER --reason TEXT --until DATE`, which remembers this value; what it loads is still not checked.",
  },
  checks: {
    *environment({ name, location, variables }) {
      for (const variable of variables) {
        if (variable.outcome !== "injected") continue;
        const message = `the variable ${variable.name} ${variable.does}`;
        const runs = variable.runs.join(", ");
        const wouldRun = runs === "" ? {} : { wouldRun: runs };
        if (variable.isAccepted)
          yield { message: `${message} (accepted)`, location, ...wouldRun, severity: "note" };
        else
          yield {
            message,
            location,
            ...wouldRun,
            remedy: `remove ${variable.name} from the entry; if it is yours: pinfold accept ${name} --reason TEXT --until DATE`,
          };
      }
    },
  },
});

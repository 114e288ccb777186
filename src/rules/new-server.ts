import { defineRule } from "./define.ts";

export const newServer = defineRule({
  id: "new-server",
  title: "A server was added to a configuration that is watched",
  severity: "warning",
  docs: {
    why: "The other servers of the file were recorded on this machine, and this one was not among them. Who can write the file can have a client start anything.",
    remedy:
      "If you added it: `pinfold lock SERVER`, or `pinfold accept SERVER` where it cannot be locked.",
  },
  checks: {
    *entry({ name, location, isNew, now }) {
      if (!isNew) return;
      yield {
        message: "this server was not there when the file's other servers were recorded",
        location,
        wouldRun: now.line,
        remedy:
          now.isOpaque || now.endpoint !== null
            ? `if you added it: pinfold accept ${name} --reason TEXT --until DATE`
            : `if you added it: pinfold lock ${name}`,
      };
    },
  },
});

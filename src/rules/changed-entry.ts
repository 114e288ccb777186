import { defineRule } from "./define.ts";

export const changedEntry = defineRule({
  id: "changed-entry",
  title: "The arguments or variables of an entry are others than when it was locked",
  severity: "warning",
  docs: {
    why: "The same package can do something else with other arguments: another folder, another account, a debug port. Values of variables and secrets among the arguments are not compared, since they rotate.",
    remedy: "Look at the entry. If the change is yours: `pinfold accept SERVER`.",
  },
  checks: {
    *entry({ name, location, now, pinned }) {
      if (pinned === null || pinned.digest === now.digest) return;
      if (pinned.subject !== now.subject || pinned.command !== now.command) return;
      if (pinned.endpoint !== now.endpoint) return;
      const added = now.envNames.filter((one) => !pinned.envNames.includes(one));
      const gone = pinned.envNames.filter((one) => !now.envNames.includes(one));
      const isOther = JSON.stringify(now.args) !== JSON.stringify(pinned.args);
      const changes = [
        ...(isOther ? ["other arguments"] : []),
        ...(added.length === 0 ? [] : [`new: env ${added.join(", ")}`]),
        ...(gone.length === 0 ? [] : [`gone: env ${gone.join(", ")}`]),
      ];
      yield {
        message: `the entry is not as it was locked: ${changes.length === 0 ? "another working directory or address" : changes.join("; ")}`,
        location,
        pinned: pinned.digest,
        observed: now.digest,
        remedy: `if the change is yours: pinfold accept ${name}`,
      };
    },
  },
});

import { defineRule } from "./define.ts";

export const endedAcceptance = defineRule({
  id: "ended-acceptance",
  title: "The acceptance of an entry no longer holds",
  severity: "warning",
  verdict: "inconclusive",
  docs: {
    why: "An acceptance holds for one entry, exactly as it was, and until its day. After either has changed, the entry is judged as if nobody had accepted it.",
    remedy: "Look at the entry again; then `pinfold accept SERVER --reason TEXT --until DATE`.",
  },
  checks: {
    *entry({ name, acceptance, location }) {
      if (acceptance === null || acceptance.state === "valid") return;
      yield {
        message:
          acceptance.state === "expired"
            ? `the acceptance of this entry${acceptance.by === null ? "" : ` by ${acceptance.by}`} ended on ${acceptance.until}`
            : "the entry was accepted in another form, and was changed since",
        location,
        remedy: `look at the entry again; then pinfold accept ${name} --reason TEXT --until DATE`,
      };
    },
  },
});

import { defineRule } from "./define.ts";

export const confusableName = defineRule({
  id: "confusable-name",
  title: "A name looks like another one",
  severity: "warning",
  docs: {
    why: "Letters of another script that look like Latin ones, invisible characters and marks that reverse the order of text make a name that nobody can tell from the real one on a screen. pinfold prints such characters as `\\u{…}`.",
    remedy: "Compare the name letter by letter with the one that you meant, and write it anew.",
  },
  checks: {
    *entry({ location, deceptive }) {
      for (const { what, text, why } of deceptive)
        yield { message: `the ${what} ${JSON.stringify(text)} has ${why}`, location };
    },
  },
});

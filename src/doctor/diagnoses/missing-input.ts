import { defineDiagnosis } from "../define.ts";

export const missingInput = defineDiagnosis({
  id: "missing-input",
  title: "The entry asks for an input that the file does not define",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "`${input:ID}` is asked of the user when the server starts, and kept in a safe place. Without an input of that id in `inputs` the client has nothing to ask for.",
    remedy: 'Add to `inputs`: { "type": "promptString", "id": "ID", "password": true }.',
  },
  checks: {
    *variables({ texts }) {
      for (const { name, state, location, excerpt } of texts)
        if (state === "no-input")
          yield {
            message: `there is no input ${JSON.stringify(name)} in this file`,
            location,
            excerpt,
          };
    },
  },
});

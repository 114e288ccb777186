import { defineDiagnosis } from "../define.ts";

export const placeholder = defineDiagnosis({
  id: "placeholder",
  title: "A text of the documentation stands where a value of your own belongs",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "Snippets hold `YOUR_API_KEY` or `/path/to/…`. With them the server does not start, or every request of it is refused.",
    remedy: "Put the real value there, or take the entry out.",
  },
  checks: {
    *variables({ texts }) {
      for (const { written, state, location, excerpt } of texts)
        if (state === "placeholder")
          yield { message: `${JSON.stringify(written)} is a placeholder`, location, excerpt };
    },
  },
});

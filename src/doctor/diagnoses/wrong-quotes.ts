import { fileDiagnosis } from "../file-diagnosis.ts";

export const wrongQuotes = fileDiagnosis({
  id: "wrong-quotes",
  title: "Quotes that JSON does not know",
  kinds: ["curly-quote", "single-quote"],
  docs: {
    why: "Word processors, chats and web pages turn straight quotes into curly ones, and JavaScript and Python take single ones. JSON takes straight double quotes alone, and the client rejects the whole file.",
    remedy:
      'Write straight double quotes: ". `pinfold doctor --fix` does it where both ends are certain.',
  },
});

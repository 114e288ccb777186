import { fileDiagnosis } from "../file-diagnosis.ts";

export const misplacedBracket = fileDiagnosis({
  id: "misplaced-bracket",
  title: "A closing bracket too much, or one that does not fit",
  kinds: ["extra-bracket", "wrong-bracket"],
  docs: {
    why: "What follows the bracket that closes the file is no part of it, and a reader of JSON rejects both. It happens when a snippet is pasted with its outer brackets.",
    remedy:
      "Take the bracket away, or put the right one. `pinfold doctor --fix` removes those behind the end of the file, where nothing else can be meant.",
  },
});

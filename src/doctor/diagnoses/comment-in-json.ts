import { fileDiagnosis } from "../file-diagnosis.ts";

export const commentInJson = fileDiagnosis({
  id: "comment-in-json",
  title: "A comment stands in a file whose reader takes none",
  kinds: ["comment"],
  docs: {
    why: "Some clients read JSON with comments (VS Code, Zed, Gemini CLI) and others do not: one comment stops every server of a strict one.",
    remedy:
      "Take the comment away, or keep it as a member that nobody reads. pinfold does not do it: a comment is yours.",
  },
});

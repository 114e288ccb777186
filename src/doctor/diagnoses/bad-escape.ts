import { fileDiagnosis } from "../file-diagnosis.ts";

export const badEscape = fileDiagnosis({
  id: "bad-escape",
  title: "A backslash that starts no escape, mostly in a path of Windows",
  kinds: ["bad-escape"],
  docs: {
    why: "In JSON a backslash starts an escape: `C:\\Users` must be written `C:\\\\Users`. The client rejects the whole file, and a path like `C:\\new` is read without a complaint as another text.",
    remedy: "Double each backslash of the path, or write it with slashes: C:/Users/…",
  },
});

import { fileDiagnosis } from "../file-diagnosis.ts";

export const otherEncoding = fileDiagnosis({
  id: "other-encoding",
  title: "The file is not UTF-8",
  kinds: ["utf-16", "not-utf-8"],
  docs: {
    why: "`>` and `Out-File` of Windows PowerShell write UTF-16, and old editors a code page. Clients read UTF-8 and see no JSON in it.",
    remedy:
      "Save the file as UTF-8. `pinfold doctor --fix` does it for UTF-16, where nothing can be lost.",
  },
});

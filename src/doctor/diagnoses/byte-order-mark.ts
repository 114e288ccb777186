import { fileDiagnosis } from "../file-diagnosis.ts";

export const byteOrderMark = fileDiagnosis({
  id: "byte-order-mark",
  title: "The file starts with a byte order mark",
  kinds: ["byte-order-mark"],
  docs: {
    why: "Notepad and PowerShell put an invisible mark in front of UTF-8. `JSON.parse` and most other readers reject it, and no editor shows it.",
    remedy: "Save the file as UTF-8 without BOM. `pinfold doctor --fix` does it.",
  },
});

import { defineDiagnosis } from "../define.ts";

export const notExecutable = defineDiagnosis({
  id: "not-executable",
  title: "The program is there and may not be executed",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "A download or a copy has lost its permission to be executed: the client reports EACCES, or nothing.",
    remedy: "`chmod +x FILE`, if it is the file that you meant.",
  },
  checks: {
    *launcher({ notExecutable: files, place }) {
      for (const file of files)
        yield { ...place, message: `${file} may not be executed`, remedy: `chmod +x ${file}` };
    },
  },
});

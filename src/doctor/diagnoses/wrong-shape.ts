import { fileDiagnosis } from "../file-diagnosis.ts";

export const wrongShape = fileDiagnosis({
  id: "wrong-shape",
  title: "A part of the file is of another type than its client reads",
  kinds: ["wrong-type", "missing-file"],
  docs: {
    why: "The file can be read, and what should be an object is a list, or the other way round. The client finds no servers in it.",
    remedy:
      "Write it as the client's documentation has it: docs/clients.md names the place and the format of each client.",
  },
});

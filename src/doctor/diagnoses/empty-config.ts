import { fileDiagnosis } from "../file-diagnosis.ts";

export const emptyConfig = fileDiagnosis({
  id: "empty-config",
  title: "The configuration file is empty",
  kinds: ["empty"],
  docs: {
    why: "An empty text is no JSON: the client reports a broken file, or starts as if it had never been set up. An interrupted write leaves such files behind.",
    remedy: "Restore it from a backup, or write `{}`.",
  },
});

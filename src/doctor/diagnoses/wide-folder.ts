import { defineDiagnosis } from "../define.ts";

export const wideFolder = defineDiagnosis({
  id: "wide-folder",
  title: "A server is given a folder that holds far more than it needs",
  severity: "error",
  consequence: "scope",
  docs: {
    why: "What a server may read, a model may be talked into sending away: a page or a mail with instructions in it is enough. A home folder holds keys, mails and browsers' passwords.",
    remedy: "Give it the one folder that it works on.",
  },
  checks: {
    *scope({ folders }) {
      for (const { path, what, real, location, excerpt } of folders)
        yield {
          message: `it is given ${path}${real === null ? "" : `, which leads to ${real}`}: ${what}`,
          location,
          excerpt,
        };
    },
  },
});

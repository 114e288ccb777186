import { defineDiagnosis } from "../define.ts";
import { faultDraft } from "../file-diagnosis.ts";

export const misnamedServers = defineDiagnosis({
  id: "misnamed-servers",
  title: "Servers stand under a name that the client does not read",
  severity: "error",
  consequence: "no-start",
  docs: {
    why: "Clients name the same thing differently: `mcpServers` for most, `servers` for VS Code, `context_servers` for Zed. A name that a client does not know is passed over without a word.",
    remedy: "Rename it to what the client reads.",
  },
  checks: {
    *file({ faults }) {
      for (const fault of faults) {
        if (fault.kind !== "near-miss") continue;
        const { readers, ...draft } = { readers: fault.readers, ...faultDraft(fault) };
        const names = readers.map(({ name }) => name).join(", ");
        yield {
          ...draft,
          severity: "error",
          consequence: "no-start",
          effect: `${names} reads the file and finds no server under that name`,
        };
      }
    },
  },
});

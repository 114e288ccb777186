import type { Launch } from "../../src/model/launch.ts";

/**
 * A launch in one line, for tables: detail and launcher, what runs, then what is set of program (`=`),
 * extras (`+`), wrappers (`<…>`), endpoint (`->`), working folder (`in`) and unjudged (`!`). A launch
 * that was declined is its detail and launcher alone, since the wording of reasons is not pinned.
 */
export function summaryOf(launch: Launch): string {
  const { detail, launcher, wrappers, bin, extras, endpoint, cwd, unjudged } = launch;
  const around = wrappers.length === 0 ? [] : [`<${wrappers.join(", ")}>`];
  if (launch.kind === "opaque") return [`${detail} by ${launcher}`, ...around].join(" ");
  return [
    `${detail} by ${launcher}`,
    ...(launch.package === null ? [] : [`${launch.ecosystem}:${nameOf(launch)}`]),
    ...(launch.package === null ? [] : [launch.pinLevel]),
    ...(launch.file === null ? [] : [`file ${launch.file}`]),
    ...(bin === null ? [] : [`=${bin}`]),
    ...extras.map((extra) => `+${extra}`),
    ...around,
    ...(endpoint === null ? [] : [`-> ${endpoint}`]),
    ...(cwd === null ? [] : [`in ${cwd}`]),
    ...(unjudged.length === 0 ? [] : [`! ${unjudged.join(", ")}`]),
  ].join(" ");
}

function nameOf(launch: Launch): string {
  return launch.versionSpec === null
    ? `${launch.package}`
    : `${launch.package} @ ${launch.versionSpec}`;
}

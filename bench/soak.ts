// npm run bench:soak [SECONDS]
// An agent in a storm: for ten minutes (or so many seconds) 50 changes a second of configurations, links
// and installed trees, in a home of its own and at most 50 a second. It must end with the right verdict,
// after a handful of notifications, with memory that does not grow. Linux only; no network.
import { randomInt } from "node:crypto";
import { appendFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";

import { AgentHome, coreSeconds, residentMb } from "./agent-home.ts";

const SERVERS = 6;
const CHANGES_A_SECOND = 50;
const [seconds = 600] = process.argv.slice(2).map(Number);

await using home = await AgentHome.set(SERVERS);
const { npx } = home;
const trees = home.names.map((name) => npx.install(`${name}@1.0.0`));

/** What editors, installers and version managers do, and attackers in between. */
const changes: readonly (() => void)[] = [
  () => home.configure(),
  () => home.configure(randomInt(SERVERS)),
  () => writeFileSync(npx.configFile, "{ half"),
  () => home.shadow(true),
  () => home.shadow(false),
  () => {
    const link = join(npx.home, "bin/current");
    rmSync(link, { force: true });
    symlinkSync(`v${randomInt(9)}`, link);
  },
  () => void npx.install(`${home.names[randomInt(SERVERS)] ?? ""}@1.0.0`),
  () => {
    const tree = trees[randomInt(SERVERS)];
    if (tree !== undefined) appendFileSync(join(tree.folder, "node_modules/.lock"), "x");
  },
];

await using agent = home.agent();
await agent.until("calm");
const { pid = 0 } = agent.child;
const before = coreSeconds(pid);
const memory: number[] = [];
let made = 0;
let failed = 0;
const started = performance.now();
while (performance.now() - started < seconds * 1000) {
  const due = ((performance.now() - started) / 1000) * CHANGES_A_SECOND;
  for (; made < due; made += 1) {
    try {
      changes[randomInt(changes.length)]?.();
    } catch {
      // Two changes of one tree meet: that is what a storm is.
      failed += 1;
    }
  }
  if (memory.length * 5000 < performance.now() - started) memory.push(residentMb(pid));
  await setTimeout(1000 / CHANGES_A_SECOND);
}

// The storm is over, and one attack stands.
home.shadow(false);
rmSync(join(npx.home, "bin/current"), { force: true });
for (const name of home.names) npx.install(`${name}@1.0.0`);
home.configure(2);
await setTimeout(20_000);
await agent.asks({ op: "look", isOnline: false });
const { alerts } = await agent.until("settled");
const standing = alerts.filter(({ severity }) => severity === "error");
const isRight = standing.length === 1 && standing[0]?.ruleId === "changed-server";
const events = home.records().map(({ event }) => event);
const shown = events.filter(
  (event) => event === "notified" || event === "notification-failed",
).length;
const third = Math.ceil(memory.length / 3);
const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
const [first, last] = [mean(memory.slice(third, 2 * third)), mean(memory.slice(-third))];

process.stdout.write(
  [
    `${made} changes in ${seconds} s (${failed} met another one)`,
    `verdict at the end: ${isRight ? "right" : `WRONG ${JSON.stringify(standing.map(({ ruleId }) => ruleId))}`}`,
    `notifications: ${shown} (${(shown / (seconds / 60)).toFixed(1)} a minute)`,
    `memory: ${first.toFixed(0)} MB in the second third, ${last.toFixed(0)} MB in the last, ${Math.max(...memory).toFixed(0)} MB at most`,
    `share of a core, looks included: ${(((coreSeconds(pid) - before) / seconds) * 100).toFixed(0)} %`,
    "",
  ].join("\n"),
);
process.exitCode = isRight && last < first * 1.2 ? 0 : 1;

// npm run bench:agent
// What the agent costs and how soon it speaks: start to answer and to the first verdict, a minute of
// idleness, and from a change to the notification (where there is no desktop: to the record that none
// could be shown). Linux only. A benchmark, not a test: it starts agents in homes of its own.
import { setTimeout } from "node:timers/promises";

import { AgentHome, coreSeconds, residentMb } from "./agent-home.ts";
import { median } from "./measure.ts";

const SERVERS = 10;
const AGENTS = 8;
const IDLE_SECONDS = 60;

const answers: number[] = [];
const verdicts: number[] = [];
const found: number[] = [];
const told: number[] = [];

function percentile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}

await using home = await AgentHome.set(SERVERS);

async function alarms(): Promise<void> {
  const started = performance.now();
  await using agent = home.agent();
  while ((await agent.asks({ op: "snoozed" })) === null) await setTimeout(5);
  answers.push(performance.now() - started);
  await agent.until("calm");
  verdicts.push(performance.now() - started);
  // Three in a minute are told one by one, and what is over is waited for.
  const attacks: readonly (readonly [() => void, () => void])[] = [
    [() => home.shadow(true), () => home.shadow(false)],
    [() => home.configure(0), () => home.configure()],
    [() => home.configure(1), () => home.configure()],
  ];
  for (const [attack, undo] of attacks) {
    await setTimeout(1500);
    const before = home.records().length;
    const at = Date.now();
    attack();
    for (const [event, times] of [
      [/^finding$/, found],
      [/^notifi/, told],
    ] as const) {
      for (;;) {
        const record = home
          .records()
          .slice(before)
          .find((one) => event.test(one.event));
        if (record !== undefined) {
          times.push(Date.parse(record.time) - at);
          break;
        }
        await setTimeout(10);
      }
    }
    undo();
    await agent.until("over", ({ alerts }) => alerts.length === 0);
  }
}

async function idle(): Promise<{ readonly mb: number; readonly share: number }> {
  await using agent = home.agent();
  await agent.until("calm");
  await setTimeout(3000);
  const { pid = 0 } = agent.child;
  const before = coreSeconds(pid);
  await setTimeout(IDLE_SECONDS * 1000);
  return { mb: residentMb(pid), share: (coreSeconds(pid) - before) / IDLE_SECONDS };
}

for (let n = 0; n < AGENTS; n += 1) await alarms();
const { mb, share } = await idle();

const row = (what: string, value: string, bound: string): void =>
  void process.stdout.write(`${what.padEnd(58)} ${value.padStart(9)}  ${bound}\n`);
const ms = (value: number): string => `${value.toFixed(0)} ms`;
process.stdout.write(`${SERVERS} servers, ${AGENTS} agents, Node ${process.versions.node}\n`);
row("start to answer, median", ms(median(answers)), "bound 1000 ms");
row("start to the first verdict, median", ms(median(verdicts)), "");
row(`a change to its record, p95 of ${found.length}`, ms(percentile(found, 0.95)), "bound 2000 ms");
row(
  `a change to its notification, p95 of ${told.length}`,
  ms(percentile(told, 0.95)),
  "bound 2000 ms",
);
row("idle: memory", `${mb.toFixed(0)} MB`, "bound 110 MB");
row(
  `idle: share of a core over ${IDLE_SECONDS} s`,
  `${(share * 100).toFixed(3)} %`,
  "bound 0.100 %",
);

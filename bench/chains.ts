// npm run bench:chains
// Times the launcher chains of ten npx servers on this machine, as its own clients would find them:
// every binary, npm's code and all folders read and hashed; and what the agent asks every minute in
// place of that. In one process, files in the page cache. A benchmark, not a test.
import { buildWorld } from "../src/adapters/build-world.ts";
import { CLIENTS } from "../src/clients/index.ts";
import { identify } from "../src/daemon/identify.ts";
import { RecordingDisk } from "../src/daemon/recording-disk.ts";
import { foldersOf } from "../src/state/folders.ts";
import { State } from "../src/state/state.ts";
import { ChainReading } from "../src/verify/find-chains.ts";
import { server } from "../test/support/launcher-home.ts";
import { median } from "./measure.ts";

const SERVERS = 10;
const ROUNDS = 11;

const world = buildWorld("bench", "bench", CLIENTS);
const state = new State(world.disk, world.files, foldersOf(world.machine));
const servers = Array.from({ length: SERVERS }, (_, index) =>
  server({ id: `claude-desktop/server-${index}`, name: `server-${index}` }),
);

function read(disk = world.disk): void {
  const reading = new ChainReading({ ...world, disk, state, clientPath: null });
  for (const one of servers) reading.find(one, ["node"]);
}

function timed(work: () => void): number {
  const times = Array.from({ length: ROUNDS + 1 }, () => {
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  // The first round only warms the page cache.
  return median(times.slice(1));
}

const recording = new RecordingDisk(world.disk, []);
read(recording);
const { seen } = recording;
const chains = timed(() => read());
const poll = timed(() =>
  seen.filter(([path, as, known]) => identify(world.disk, path, as) !== known),
);
process.stdout.write(
  `chains of ${SERVERS} servers, read and hashed: ${chains.toFixed(0)} ms (bound 400)\n` +
    `the same asked for changes, ${seen.length} paths: ${poll.toFixed(1)} ms (bound 15)\n`,
);

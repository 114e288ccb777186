import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";

/** The variable by which processes are known again that left their parent and their group. */
export const MARK = "PINFOLD_HANDSHAKE";

const MAX_PROCESSES = 65_536;

/** One process, and when it began: a number is used again for another one. */
interface Known {
  readonly pid: number;
  readonly started: string;
}

/**
 * The processes that a server starts, also those that are handed to another parent or open a session of
 * their own. Looked at again and again while it runs: who is seen once is not lost.
 */
export class ProcessTree {
  readonly #root: number;
  readonly #mark: string;
  readonly #known = new Map<number, Known>();

  constructor(root: number, mark: string) {
    this.#root = root;
    this.#mark = mark;
  }

  look(): void {
    for (const known of this.#find()) this.#known.set(known.pid, known);
  }

  /** Those that are still there, the first one aside. */
  alive(): readonly number[] {
    this.look();
    const now = processes();
    return [...this.#known.values()]
      .filter(({ pid, started }) => pid !== this.#root && now.get(pid)?.started === started)
      .map(({ pid }) => pid);
  }

  end(signal: NodeJS.Signals): void {
    for (const pid of this.alive()) kill(pid, signal);
  }

  /** Waits until none of them is there any more: a signal takes its time. */
  async hasGone(limitMs: number): Promise<void> {
    const step = 20;
    for (let waited = 0; waited < limitMs && this.alive().length > 0; waited += step)
      await new Promise((resolve) => {
        setTimeout(resolve, step);
      });
  }

  #find(): readonly Known[] {
    const all = processes();
    const found = new Set<number>();
    const own = [this.#root, ...this.#known.keys()];
    for (let more = own; more.length > 0;) {
      const next = [...all].filter(([pid, { parent }]) => more.includes(parent) && !found.has(pid));
      more = next.map(([pid]) => pid);
      for (const pid of more) found.add(pid);
    }
    for (const pid of marked(this.#mark)) found.add(pid);
    return [...found].flatMap((pid) => {
      const at = all.get(pid);
      return at === undefined || pid === process.pid ? [] : [{ pid, started: at.started }];
    });
  }
}

/** The whole group that a process leads, and it itself. */
export function endGroup(pid: number, signal: NodeJS.Signals): void {
  if (process.platform === "win32") {
    if (signal === "SIGKILL") taskkill(pid);
    return;
  }
  kill(-pid, signal);
}

/** The process alone. On Windows there is no signal that asks: only its whole tree is ended, at last. */
export function endOne(pid: number, signal: NodeJS.Signals): void {
  if (process.platform !== "win32") kill(pid, signal);
}

function kill(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Ended meanwhile.
  }
}

function taskkill(pid: number): void {
  try {
    execFileSync("taskkill", ["/pid", String(pid), "/t", "/f"], {
      stdio: "ignore",
      timeout: 5_000,
    });
  } catch {
    // Ended meanwhile.
  }
}

function numbersOf(folder: string): readonly number[] {
  if (process.platform !== "linux") return [];
  return readdirSync(folder)
    .filter((name) => /^\d+$/.test(name))
    .slice(0, MAX_PROCESSES)
    .map(Number);
}

/** Fields of /proc/PID/stat behind the name, which may hold anything: proc(5). */
function statOf(pid: number): readonly string[] {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    return text.slice(text.lastIndexOf(")") + 2).split(" ");
  } catch {
    return [];
  }
}

interface Running {
  readonly parent: number;
  readonly started: string;
}

/** Every process of the machine that has not ended, by its number. */
function processes(): ReadonlyMap<number, Running> {
  if (process.platform !== "linux") return listed();
  return new Map(
    numbersOf("/proc").flatMap((pid): [number, Running][] => {
      const stat = statOf(pid);
      const [state = "", parent = "0", started = ""] = [stat[0], stat[1], stat[19]];
      // A zombie has ended; its parent has not asked yet.
      return started === "" || state === "Z" ? [] : [[pid, { parent: Number(parent), started }]];
    }),
  );
}

function marked(mark: string): readonly number[] {
  const wanted = `${MARK}=${mark}`;
  return numbersOf("/proc").filter((pid) => {
    try {
      return readFileSync(`/proc/${pid}/environ`, "latin1").split("\0").includes(wanted);
    } catch {
      return false;
    }
  });
}

/** Systems without /proc: what `ps` tells. */
function listed(): ReadonlyMap<number, Running> {
  if (process.platform === "win32") return new Map();
  try {
    const options = { encoding: "utf8", timeout: 5_000, maxBuffer: 8 * 1024 * 1024 } as const;
    const text = execFileSync("/bin/ps", ["-A", "-o", "pid=,ppid=,lstart="], options);
    return new Map(
      text.split("\n").flatMap((line): [number, Running][] => {
        const [, pid = "", parent = "", started = ""] =
          /^\s*(\d+)\s+(\d+)\s+(.*)$/.exec(line) ?? [];
        return pid === "" ? [] : [[Number(pid), { parent: Number(parent), started }]];
      }),
    );
  } catch {
    return new Map();
  }
}

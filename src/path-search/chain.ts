import { basename, dirname, resolve } from "node:path/posix";

import type {
  ChainReport,
  ChainRequest,
  CodeTree,
  LibraryFolder,
  ObservedChain,
} from "../model/chain-reading.ts";
import type { Candidate, ChainProgram, Lookup, ProgramRole } from "../model/launcher-chain.ts";
import type { DiskView } from "./disk-view.ts";
import { oddFirstLine, readFirstLine } from "./first-line.ts";
import { hazardsOf } from "./hazards.ts";
import { librariesOf } from "./libraries.ts";
import { candidateAt, lookUp } from "./look-up.ts";
import { isNpmProgram, launcherCode } from "./launcher-code.ts";
import { localCode, type Uncovered } from "./local-code.ts";
import { isRootsAlone } from "./package-database.ts";
import { inspect } from "./program.ts";
import { parseExecLine, parseShebang, type Shebang } from "./shebang.ts";
import { readShim } from "./shims/index.ts";

/** Interpreters of interpreters: the kernel follows five, version managers add theirs. */
const MAX_DEPTH = 8;

/** What execvp searches where there is no PATH at all. */
const NO_PATH = "/bin:/usr/bin";

const SHELL = /^(?:(?:ba|da|z|k|mk|a|fi|tc|c)?sh|busybox)$/;

/** A chain, and what is wrong with it on any machine. */
export function reportChain(view: DiskView, request: ChainRequest): ChainReport {
  const chain = readChain(view, request);
  return { chain, hazards: hazardsOf(view, request, chain) };
}

/**
 * Everything between a command and the package: the command is looked up as the client does, its
 * links are followed, a shim is read to what it starts, a script's first line names the next
 * program, and so on to a binary. Then the code that the launcher loads is hashed as one tree.
 */
export function readChain(view: DiskView, request: ChainRequest): ObservedChain {
  const reader = new ChainReader(view, request);
  if (request.purpose === "script") reader.addScript(request.command);
  else reader.add("launcher", request.command, null, 0);
  if (request.purpose === "launcher" && isNpmProgram(request.command))
    reader.addWhatNpmStarts(request.command);
  const { programs, trees, unfollowed, uncovered, libraryFolders } = reader;
  const code = trees.map(({ root, name, files }) => ({ root, name, files }));
  const unread = trees.flatMap((tree) => tree.unread);
  return { programs, code, unread, unfollowed, uncovered, trees, libraryFolders };
}

class ChainReader {
  readonly programs: ChainProgram[] = [];
  readonly trees: CodeTree[] = [];
  readonly uncovered: Uncovered[] = [];
  readonly libraryFolders: LibraryFolder[] = [];
  unfollowed: string | null = null;
  readonly #view: DiskView;
  readonly #request: ChainRequest;
  /** Version managers: what their scripts start is read from the shim. */
  readonly #managers = new Set<string>();
  /** A version manager puts the folder of its choice in front for what it starts. */
  #path: string;

  constructor(view: DiskView, request: ChainRequest) {
    this.#view = view;
    this.#request = request;
    this.#path = request.path;
  }

  add(
    role: ProgramRole,
    name: string,
    usedBy: string | null,
    depth: number,
    path: string = this.#path,
  ): void {
    const { lookup, candidate } = this.#find(name, path);
    const isKnown = this.programs.some((one) => one.name === name && one.path === candidate?.path);
    if (isKnown && role === "interpreter") return;
    const found = inspect(this.#view, { role, name, usedBy, lookup, candidate });
    const program =
      depth > MAX_DEPTH && found.program.problem === null
        ? { ...found.program, problem: "too-deep" as const }
        : found.program;
    if (program.problem !== null || program.real === null) {
      this.programs.push(program);
      return;
    }
    const shebang = found.head === null ? null : parseShebang(found.head);
    const shim = this.#shim(program, found.text);
    const signer =
      found.head !== null && isMachO(found.head) ? this.#view.signer(program.real) : null;
    this.programs.push({
      ...program,
      shebang: shebang?.line ?? null,
      shim: shim?.id ?? null,
      ...(signer === null ? {} : { signer }),
    });
    if (role !== "interpreter") this.#addCode(program.real);
    if (found.head !== null && isElf(found.head)) this.#addLibraries(program.real);
    if (role !== "interpreter") this.#addUv(program.real, depth);
    if (shebang !== null) {
      const python = parseExecLine(found.text ?? "");
      const isRead = shim !== null || python !== null || this.#managers.has(name);
      this.#addInterpreter(shebang, program.real, depth, isRead);
      if (python !== null) this.add("interpreter", python, program.real, depth + 1);
    } else if (found.head !== null && !isBinary(found.head)) {
      // execvp hands a file that the kernel does not know to the shell, zero bytes in it or not.
      this.unfollowed ??= program.real;
      this.add("interpreter", "/bin/sh", program.real, depth + 1);
    }
    shim?.follow(depth);
  }

  /** A file that an interpreter reads: it needs no permission to be executed. */
  addScript(file: string): void {
    const there = candidateAt(this.#view, file, 0);
    const candidate = there?.state === "latent" ? { ...there, state: "program" as const } : there;
    const parts = { role: "script", name: file, usedBy: null, lookup: null, candidate } as const;
    const { program } = inspect(this.#view, parts);
    this.programs.push(program);
    if (program.problem !== null || program.real === null) return;
    this.#addLocalCode(program.real, this.#request.language ?? "");
  }

  #addLocalCode(real: string, language: string): void {
    if (SHELL.test(language)) {
      this.unfollowed ??= real;
      return;
    }
    const search = { home: this.#request.home, nodePrefix: this.#nodePrefix() };
    const { trees, uncovered } = localCode(this.#view, real, language, search);
    this.trees.push(...trees);
    this.uncovered.push(...uncovered);
  }

  /** npm starts a package's program with `sh -c`, and that program's first line asks for Node. */
  addWhatNpmStarts(command: string): void {
    const [launcher] = this.programs;
    if (launcher === undefined || launcher.problem !== null) return;
    if (this.trees.length === 0) this.unfollowed ??= launcher.real;
    this.add("interpreter", "node", command, 1);
    this.add("interpreter", "sh", command, 1);
  }

  /** They are as much of the program as its own bytes. */
  #addLibraries(real: string): void {
    const { found, searched } = librariesOf(this.#view, real);
    for (const entry of searched) this.libraryFolders.push({ ...entry, usedBy: real });
    for (const { name, usedBy, lookup } of found) {
      const candidate = lookup.chosen;
      if (this.programs.some((one) => one.role === "library" && one.real === candidate?.real))
        continue;
      const parts = { role: "library", name, usedBy, lookup, candidate } as const;
      this.programs.push(inspect(this.#view, parts).program);
    }
  }

  #find(name: string, path: string): { lookup: Lookup | null; candidate: Candidate | null } {
    const { cwd } = this.#request;
    if (name.includes("/"))
      return { lookup: null, candidate: candidateAt(this.#view, resolve(cwd, name), 0) };
    const lookup = lookUp(this.#view, name, path, cwd);
    return { lookup, candidate: lookup.chosen };
  }

  #addInterpreter(shebang: Shebang, script: string, depth: number, isRead: boolean): void {
    const { interpreter } = shebang;
    // The kernel takes a bare name for a file of the working directory; it knows no PATH.
    const file = interpreter.includes("/") ? interpreter : `./${interpreter}`;
    this.add("interpreter", file, script, depth + 1);
    const line = readFirstLine(shebang);
    if (line === null) {
      this.unfollowed ??= script;
      return;
    }
    const { program: name, path } = line;
    if (name !== interpreter)
      this.add(
        "interpreter",
        name,
        script,
        depth + 1,
        path === "" ? NO_PATH : (path ?? this.#path),
      );
    const odd = isRead ? null : oddFirstLine(line, this.#request.home);
    if (odd !== null)
      this.uncovered.push({ path: script, why: `the first line of ${script} ${odd}` });
    // What a shell script starts is for nobody to know without running it.
    if (SHELL.test(basename(name)) && !isRead) this.unfollowed ??= script;
    const isServer =
      this.#request.purpose === "program" &&
      this.trees.every(({ isOfManager }) => isOfManager === true);
    if (isServer && !SHELL.test(basename(name))) this.#addLocalCode(script, basename(name));
  }

  #shim({ name, path, real }: ChainProgram, text: string | null) {
    const { cwd, home, env } = this.#request;
    const bare = basename(name);
    const shim = readShim({
      view: this.#view,
      name: bare,
      path,
      real: real ?? path,
      text,
      cwd,
      home,
      env,
    });
    if (shim === null) return null;
    const { manager, target, isSystem, code = [], odd = null } = shim.reading;
    for (const folder of code) this.#addManagerCode(folder, `code of ${shim.id}`);
    if (odd !== null) this.uncovered.push({ path, why: `${shim.id} starts ${bare}: ${odd}` });
    const follow = (depth: number): void => {
      if (manager !== null) {
        this.#managers.add(manager);
        this.add("interpreter", manager, real, depth + 1);
      }
      if (target !== null) {
        this.#path = `${dirname(target)}:${this.#path}`;
        this.add("target", target, path, depth + 1);
      } else if (isSystem) {
        const own = dirname(path);
        const rest = this.#path.split(":").filter((folder) => resolve("/", folder) !== own);
        this.#path = rest.join(":");
        this.add("target", bare, path, depth + 1);
      } else this.unfollowed ??= path;
    };
    return { id: shim.id, follow };
  }

  #addManagerCode(folder: string, name: string): void {
    const { real, stat } = this.#view.walk(folder);
    if (real === null || stat?.kind !== "folder") return;
    if (this.trees.every(({ root }) => root !== real))
      this.trees.push({ ...this.#view.code(real, name, true), isOfManager: true });
  }

  #addCode(real: string): void {
    const { purpose, command, home, env } = this.#request;
    if (purpose !== "launcher") return;
    const nodePrefix = this.#nodePrefix();
    for (const tree of launcherCode(this.#view, { command, real, home, nodePrefix, env })) {
      if (this.trees.some(({ root }) => root === tree.root)) continue;
      this.trees.push(tree);
      // Python prefers them to the source, and whoever may write there decides what they hold.
      const open = tree.compiled.find((folder) => !isRootsAlone(this.#view, folder));
      if (open !== undefined)
        this.uncovered.push({
          path: open,
          why: `${basename(command)} loads compiled files that nobody compares: ${open}`,
        });
    }
  }

  /** Node searches `<prefix>/lib/node` as well, the prefix being two folders above its binary. */
  #nodePrefix(): string | null {
    const real = lookUp(this.#view, "node", this.#path, this.#request.cwd).chosen?.real ?? null;
    return real === null ? null : dirname(dirname(real));
  }

  /** uvx only starts the uv that lies beside it: `uvx.rs` of uv. */
  #addUv(real: string, depth: number): void {
    if (basename(real) !== "uvx") return;
    this.add("target", `${dirname(real)}/uv`, real, depth + 1);
  }
}

const ELF = "7f454c46";
const MAGIC: readonly string[] = [ELF, "cffaedfe", "cefaedfe", "feedface", "feedfacf", "cafebabe"];

function isMachO(head: Uint8Array): boolean {
  return isBinary(head) && !isElf(head);
}

function isElf(head: Uint8Array): boolean {
  return Buffer.from(head.subarray(0, 4)).toString("hex") === ELF;
}

/** What a kernel of these systems starts by itself, without a registered handler. */
function isBinary(head: Uint8Array): boolean {
  return MAGIC.includes(Buffer.from(head.subarray(0, 4)).toString("hex"));
}

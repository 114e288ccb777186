import { existsSync } from "node:fs";
import { basename, join } from "node:path";

import { watch as watchWith } from "chokidar";
import type { FSWatcher } from "chokidar";

import { systemCodeOf } from "../../errors.ts";
import type { FolderWatcher } from "../../ports/agent.ts";

/** A folder that was replaced is there again a moment later. */
const REOPEN_MS = 50;

/**
 * One chokidar watcher a folder, each for that folder alone: what is in it is named by the system's own
 * events, which tell of changed rights and re-pointed links too, and is never looked at here. A folder
 * that was removed or replaced gets a new watcher, since the old one holds on to what is gone.
 */
export function folderWatcher(): FolderWatcher {
  const open = new Map<string, FSWatcher>();
  const closing = new Set<Promise<void>>();
  let wanted: ReadonlySet<string> = new Set();
  let onChange = (_path: string): void => undefined;
  let onTrouble = (_code: string): void => undefined;

  const close = (folder: string): void => {
    const watcher = open.get(folder);
    open.delete(folder);
    if (watcher === undefined) return;
    const closed = watcher.close().finally(() => closing.delete(closed));
    closing.add(closed);
  };
  const reopen = (folder: string): void => {
    close(folder);
    setTimeout(() => {
      if (wanted.has(folder) && !open.has(folder) && existsSync(folder)) start(folder);
    }, REOPEN_MS);
  };
  const start = (folder: string): void => {
    const watcher = watchWith(folder, {
      depth: 0,
      followSymlinks: false,
      ignoreInitial: true,
      ignorePermissionErrors: true,
      atomic: false,
      ignored: (path) => path !== folder,
    });
    open.set(folder, watcher);
    watcher.on("raw", (_event, name: string | null) => {
      onChange(name === null ? folder : join(folder, name));
      if (name !== null && name !== basename(folder)) return;
      onChange(folder);
      reopen(folder);
    });
    watcher.on("error", (error) => {
      const code = systemCodeOf(error) ?? "";
      if (code === "ENOSPC" || code === "EMFILE") onTrouble(code);
    });
  };

  return {
    watch(folders) {
      wanted = folders;
      for (const folder of open.keys()) if (!folders.has(folder)) close(folder);
      for (const folder of folders) if (!open.has(folder)) start(folder);
    },
    onChange: (listener) => void (onChange = listener),
    onTrouble: (listener) => void (onTrouble = listener),
    async close() {
      wanted = new Set();
      for (const folder of open.keys()) close(folder);
      await Promise.all(closing);
    },
  };
}

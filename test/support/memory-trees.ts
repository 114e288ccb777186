import type { Trees } from "../../src/ports/trees.ts";
import type { MemoryDisk } from "./memory-disk.ts";

/** Writes folders to a disk in memory. */
export function memoryTrees(disk: MemoryDisk): Trees {
  let next = 0;
  const move = (from: string, to: string): void => {
    for (const { name, kind } of disk.list(from) ?? []) {
      const [source, target] = [`${from}/${name}`, `${to}/${name}`];
      if (kind === "folder") move(source, target);
      else if (kind === "link") disk.link(target, disk.readLink(source));
      else disk.file(target, disk.read(source, 2 ** 30) ?? "");
    }
  };
  return {
    stage: (parent) => {
      next += 1;
      const path = `${parent}/.filling-${next}`;
      disk.folder(path);
      return path;
    },
    write: (path, bytes) => void disk.file(path, bytes),
    allowExecution: () => undefined,
    link: (path, target) => void disk.link(path, target),
    copy: move,
    seal: () => undefined,
    place: (staged, path) => {
      if (disk.stat(path) !== null) return false;
      move(staged, path);
      disk.remove(staged);
      return true;
    },
    setAside: (path) => {
      next += 1;
      move(path, `${path}.aside-${next}`);
      disk.remove(path);
      return `${path}.aside-${next}`;
    },
    remove: (path) => void disk.remove(path),
    changedAt: (path) => (disk.stat(path) === null ? null : 0),
  };
}

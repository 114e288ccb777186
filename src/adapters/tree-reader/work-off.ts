import { readUnit } from "../../ecosystems/npm/read-package.ts";
import { readFolder } from "../../ecosystems/pypi/read-folder.ts";
import type { FolderReading } from "../../model/python-environment.ts";
import type { FolderRequest, UnitReading, UnitRequest } from "../../ports/tree-reader.ts";
import { NodeDisk } from "../node-disk.ts";

/** What is read: packages of npm, or folders of an environment of Python. */
export type Work =
  | {
      readonly form: "packages";
      readonly requests: readonly UnitRequest[];
      readonly known: ReadonlySet<string>;
    }
  | { readonly form: "folders"; readonly requests: readonly FolderRequest[] };

/** What both threads are given. `next` is the index of the next request nobody took. */
export type Share = Work & { readonly next: Int32Array };

/** Requests that a thread took, by their index. */
export interface Answers {
  readonly packages: readonly (readonly [number, UnitReading])[];
  readonly folders: readonly (readonly [number, FolderReading])[];
}

/** Takes requests from the shared queue until none is left. */
export function workOff(share: Share): Answers {
  const disk = new NodeDisk({ remembersLinked: true });
  const packages: [number, UnitReading][] = [];
  const folders: [number, FolderReading][] = [];
  for (;;) {
    const index = Atomics.add(share.next, 0, 1);
    if (index >= share.requests.length) return { packages, folders };
    if (share.form === "packages") {
      const request = share.requests[index];
      if (request !== undefined) packages.push([index, readUnit(disk, request, share.known)]);
    } else {
      const request = share.requests[index];
      if (request !== undefined) folders.push([index, readFolder(disk, request)]);
    }
  }
}

import { entriesOf, gzip, type PackageFiles } from "./package-archive.ts";
import { type TarEntry, writeTar } from "./tar.ts";

/** What an attacker might publish in place of a package with these files. */
export interface HostileArchive {
  /** Completes the sentence "an archive …". */
  readonly title: string;
  /** Whether a reader may still take it as a package: odd, but not against the rules. */
  readonly isReadable: boolean;
  readonly make: (files: PackageFiles) => Buffer;
}

const withEntries =
  (...entries: readonly TarEntry[]) =>
  (files: PackageFiles): Buffer =>
    gzip(writeTar([...entriesOf(files), ...entries]));

const evil = { content: "evil();\n" };

export const hostileArchives = {
  escapingPath: {
    title: "with a path that leaves the package",
    isReadable: false,
    make: withEntries({ path: "package/../../outside.js", ...evil }),
  },
  windowsEscapingPath: {
    title: "with a path that leaves the package on Windows",
    isReadable: false,
    make: withEntries({ path: "package\\..\\..\\outside.js", ...evil }),
  },
  absolutePath: {
    title: "with an absolute path",
    isReadable: false,
    make: withEntries({ path: "/outside.js", ...evil }),
  },
  duplicatePath: {
    title: "with one path twice, of which the last wins",
    isReadable: true,
    make: withEntries(
      { path: "package/twice.js", content: "first\n" },
      { path: "package/twice.js", content: "last\n" },
    ),
  },
  caseEqualPaths: {
    title: "with paths that are one file where case does not count",
    isReadable: false,
    make: withEntries(
      { path: "package/Readme.js", content: "a\n" },
      { path: "package/README.js", ...evil },
    ),
  },
  unicodeEqualPaths: {
    title: "with paths that are one file where composed letters are one",
    isReadable: false,
    make: withEntries(
      { path: "package/caf\u00e9.js", content: "a\n" },
      { path: "package/cafe\u0301.js", ...evil },
    ),
  },
  symbolicLink: {
    title: "with a symbolic link out of the package",
    isReadable: false,
    make: withEntries({ path: "package/link.js", type: "symlink", target: "../../../outside.js" }),
  },
  hardLink: {
    title: "with a hard link out of the package",
    isReadable: false,
    make: withEntries({ path: "package/link.js", type: "hardlink", target: "../outside.js" }),
  },
  characterDevice: {
    title: "with a device",
    isReadable: false,
    make: withEntries({ path: "package/device", type: "character-device" }),
  },
  fifo: {
    title: "with a FIFO",
    isReadable: false,
    make: withEntries({ path: "package/pipe", type: "fifo" }),
  },
  wrongChecksum: {
    title: "with a header whose checksum is wrong",
    isReadable: false,
    make: withEntries({ path: "package/damaged.js", ...evil, hasWrongChecksum: true }),
  },
  hugeDeclaredSize: {
    title: "with a file that ends before its declared size",
    isReadable: false,
    make: withEntries({ path: "package/short.js", ...evil, declaredSize: 0o7777777 }),
  },
  truncatedTar: {
    title: "whose tar ends inside a file",
    isReadable: false,
    make: (files: PackageFiles) => {
      const tar = writeTar([
        ...entriesOf(files),
        { path: "package/long.js", content: "x".repeat(4096) },
      ]);
      return gzip(tar.subarray(0, tar.length - 3072));
    },
  },
  truncatedGzip: {
    title: "whose gzip stream is cut off",
    isReadable: false,
    make: (files: PackageFiles) => {
      const whole = gzip(writeTar(entriesOf(files)));
      return whole.subarray(0, whole.length - 16);
    },
  },
  bomb: {
    title: "of a few kilobytes that holds 64 MiB",
    isReadable: false,
    make: withEntries({ path: "package/zeros.bin", content: Buffer.alloc(64 * 1024 * 1024) }),
  },
  newlineInName: {
    title: "with a newline in a name",
    isReadable: false,
    make: withEntries({ path: "package/a\nb.js", ...evil }),
  },
  invalidUtf8: {
    title: "with a name that is no UTF-8",
    isReadable: false,
    make: withEntries({ path: Buffer.from("package/caf\u00e9.js", "latin1"), ...evil }),
  },
} as const satisfies Record<string, HostileArchive>;

/** Not hostile at all, but a reader that stops at ustar's fields gets them wrong. */
export const longPaths = {
  prefix: `${"folder/".repeat(15)}file.js`,
  pax: `${"folder/".repeat(40)}file.js`,
  paxName: `${"n".repeat(180)}.js`,
};

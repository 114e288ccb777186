import type { Owner } from "../model/launcher-chain.ts";
import { type Disk, DiskError, type EntryStat } from "../ports/disk.ts";

const MAX_BYTES = 4 * 1024 * 1024;

/** Whose members can become root anyway. */
const ADMIN_GROUPS = new Set(["root", "wheel", "admin", "sudo"]);

/** nsswitch.conf(5): where accounts are looked up besides directories of an organisation. */
const LOCAL_SOURCES = new Set(["files", "compat", "db", "systemd", "altfiles", "mymachines"]);

/**
 * Who may own what a client starts: root and the user. Root is whoever owns `/`, since in a user
 * namespace that is not 0; the user is whoever owns the home folder.
 */
export class People {
  readonly #root: number | null;
  readonly #rootGroup: number | null;
  readonly #user: number | null;
  readonly #userGroup: number | null;
  readonly #disk: Disk;
  #harmless: ReadonlySet<number> | null = null;
  #known: readonly string[][] | null = null;

  constructor(disk: Disk, home: string) {
    this.#disk = disk;
    const root = statOf(disk, "/");
    const user = statOf(disk, home);
    this.#root = root?.uid ?? null;
    this.#rootGroup = root?.gid ?? null;
    this.#user = user?.uid ?? null;
    this.#userGroup = user?.gid ?? null;
  }

  ownerOf(uid: number): Owner {
    if (uid === this.#root) return "root";
    return uid === this.#user ? "user" : `uid ${uid}`;
  }

  isRoot(uid: number): boolean {
    return uid === this.#root;
  }

  isForeign(uid: number): boolean {
    return uid !== this.#root && uid !== this.#user;
  }

  /**
   * Whether the user may start a file: execvp goes on to the next of its name where not. An owner's own
   * bits decide for the owner; of others it is not known which groups they are in.
   */
  canExecute({ uid, mode }: Pick<EntryStat, "uid" | "mode">): boolean {
    if (this.#user === this.#root) return (mode & 0o111) !== 0;
    return (mode & (uid === this.#user ? 0o100 : 0o011)) !== 0;
  }

  /**
   * No account has this number: an archive that root unpacked keeps the numbers of whoever packed it,
   * and nobody can log in as them. Only where the files of this machine name all its accounts.
   */
  isNobodys(uid: number): boolean {
    if (!this.#namesAllAccounts()) return false;
    return this.#accounts().every(([, , one]) => Number(one) !== uid);
  }

  #namesAllAccounts(): boolean {
    const sources = table(this.#disk, "/etc/nsswitch.conf").find(([name]) => name === "passwd");
    const words = sources?.[1]?.trim().split(/\s+/) ?? [];
    return words.length > 0 && words.every((word) => LOCAL_SOURCES.has(word));
  }

  #accounts(): readonly string[][] {
    this.#known ??= table(this.#disk, "/etc/passwd");
    return this.#known;
  }

  /** Whether a group's right to write reaches anybody but the user and those who can be root. */
  isForeignGroup(gid: number): boolean {
    if (gid === this.#rootGroup || gid === this.#userGroup) return false;
    this.#harmless ??= this.#harmlessGroups();
    return !this.#harmless.has(gid);
  }

  /** Groups of administrators, and groups with no member but the user: Debian's `staff`. */
  #harmlessGroups(): ReadonlySet<number> {
    const accounts = this.#accounts();
    const nameOfUser = accounts.find(([, , uid]) => Number(uid) === this.#user)?.[0];
    const harmless = table(this.#disk, "/etc/group").filter(([name = "", , gid, list = ""]) => {
      if (ADMIN_GROUPS.has(name)) return true;
      const members = [
        ...list.split(",").filter((member) => member !== ""),
        ...accounts.filter(([, , , primary]) => primary === gid).map(([account = ""]) => account),
      ];
      return members.every((member) => member === "root" || member === nameOfUser);
    });
    return new Set(harmless.map(([, , gid]) => Number(gid)));
  }
}

function statOf(disk: Disk, path: string) {
  try {
    const real = disk.realPath(path);
    return real === null ? null : disk.stat(real);
  } catch (thrown) {
    if (thrown instanceof DiskError) return null;
    throw thrown;
  }
}

/** Lines of a file whose fields stand between colons. */
function table(disk: Disk, path: string): readonly string[][] {
  try {
    const bytes = disk.read(path, MAX_BYTES);
    const text = bytes === null ? "" : Buffer.from(bytes).toString("utf8");
    return text.split("\n").map((line) => line.split(":"));
  } catch (thrown) {
    if (thrown instanceof DiskError) return [];
    throw thrown;
  }
}

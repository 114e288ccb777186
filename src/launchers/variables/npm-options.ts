import type { EffectOutcome } from "../../model/entry-evidence.ts";
import { isOn } from "./define.ts";
import { judgeNodeOptions } from "./node-options.ts";
import { isStandardShell } from "./values.ts";

/** Options of npm that do the same for npx, for the same reason. */
export interface NpmOptionRow {
  /** Separated by blanks; `@*` stands for `@SCOPE:registry`, `*` at the end for any ending. */
  readonly names: string;
  readonly outcome: EffectOutcome;
  readonly does: string;
  readonly except?: { readonly words: string; readonly isHarmless: (value: string) => boolean };
}

const isOff = (value: string): boolean => !isOn(value);

/**
 * Options of npm by what they make npx do, from `npm help config` of 11. An option that is in no row
 * changes nothing of what npx starts when it stands in a file; in a variable it is unjudged.
 */
export const NPM_OPTIONS: readonly NpmOptionRow[] = [
  {
    names: "node-options",
    outcome: "injected",
    does: "loads code into every Node that npx starts",
    except: {
      words: "options that load nothing (`--max-old-space-size=4096`)",
      isHarmless: (value) => {
        const { loading, unknown } = judgeNodeOptions(value);
        return loading.length === 0 && unknown.length === 0;
      },
    },
  },
  {
    names: "script-shell",
    outcome: "injected",
    does: "is the program that npx starts servers with",
    except: { words: "a shell of the system", isHarmless: isStandardShell },
  },
  { names: "call", outcome: "injected", does: "is run in place of the server" },
  {
    names: "package",
    outcome: "injected",
    does: "names the packages that npx installs in place of the server's",
  },
  { names: "git", outcome: "injected", does: "is run as git" },
  {
    names: "workspace workspaces",
    outcome: "injected",
    does: "has npx start the programs of a workspace",
    except: { words: "`false`", isHarmless: isOff },
  },
  { names: "registry @*", outcome: "registry", does: "has packages fetched from another place" },
  {
    names: "userconfig globalconfig",
    outcome: "moved",
    does: "names another file of npm's configuration",
  },
  {
    names: "cache prefix",
    outcome: "followed",
    does: "moves npm's folders; the installed tree is read there",
  },
  {
    names: "strict-ssl",
    outcome: "tls-off",
    does: "connections are no longer checked against certificates",
    except: { words: "`true`", isHarmless: isOn },
  },
  { names: "ca cafile", outcome: "tls-trust", does: "names the authorities that npm believes" },
  {
    names: "proxy https-proxy http-proxy",
    outcome: "proxy",
    does: "names a proxy that connections go through",
    except: { words: "`false`, `null` and empty", isHarmless: (v) => isOff(v) || v === "null" },
  },
  {
    names: "tag before",
    outcome: "unjudged",
    does: "decides which version an entry without an exact one gets",
  },
  {
    names: "global location",
    outcome: "unjudged",
    does: "has npm work on its global folder",
    except: {
      words: "`false`, `user`, `project`",
      isHarmless: (v) => isOff(v) || v === "user" || v === "project",
    },
  },
  {
    names:
      "yes loglevel silent prefer-online prefer-offline offline fund audit audit-level update-notifier " +
      "progress color unicode timing usage user-agent heading fetch-* maxsockets noproxy no-proxy " +
      "engine-strict ignore-scripts save save-exact package-lock logs-dir logs-max json long depth " +
      "cert key init-* sign-git-* tag-version-prefix editor viewer access provenance otp scope " +
      "workspaces-update node-version npm-version noproxy //* _auth* _password username email include-workspace-root",
    outcome: "harmless",
    does: "changes nothing of what npx starts",
  },
];

/** The row of an option, named as npm names it: `node-options`, `@scope:registry`. */
export function npmOptionRow(option: string): NpmOptionRow | null {
  const key = /^@[^:]+:registry$/.test(option) ? "@*" : option;
  return (
    NPM_OPTIONS.find(({ names }) =>
      names
        .split(/\s+/)
        .some((name) =>
          name.endsWith("*") && name !== "@*" ? key.startsWith(name.slice(0, -1)) : name === key,
        ),
    ) ?? null
  );
}

/**
 * What code can do that is worth a look when it begins to: a reader's list, for JavaScript and Python,
 * no proof of anything. Each is looked for in the lines that are new, and counts where the package's
 * code did not do it before. The order is that of the report; a higher weight is more suspicious.
 */
export interface Mark {
  readonly label: string;
  readonly weight: number;
  readonly pattern: RegExp;
}

export const MARKS: readonly Mark[] = [
  {
    label: "runs text as code",
    weight: 10,
    pattern:
      /\beval\s*\(|\bnew\s+Function\s*\(|\bFunction\s*\(\s*["'`]|\b(?:vm|node:vm)["']|\bexec\s*\(\s*(?:base64|zlib|bytes|compile)|\b__import__\s*\(|\bmarshal\.loads\b|setTimeout\s*\(\s*["'`]/,
  },
  {
    label: "starts programs",
    weight: 9,
    pattern:
      /\bchild_process\b|\bexecSync\b|\bspawnSync\b|\bexecFileSync\b|\bsubprocess\b|\bos\.(?:system|popen|exec[lv]\w*|spawn\w*)\b|\bpty\.spawn\b|\bBun\.spawn\b|\bDeno\.(?:run|Command)\b/,
  },
  {
    label: "uses the network",
    weight: 7,
    pattern:
      /\bfetch\s*\(|\bXMLHttpRequest\b|\bWebSocket\b|["'](?:node:)?(?:https?|http2|net|tls|dgram|dns)["']|\bundici\b|\baxios\b|\bsendBeacon\b|\burllib\b|\brequests\.(?:get|post|put|request)\b|\bhttpx\b|\bsocket\.socket\b|\baiohttp\b/,
  },
  {
    label: "reads secrets",
    weight: 8,
    pattern:
      /\.ssh\/|id_rsa|\.npmrc|\.pypirc|\.aws\/|\.netrc|\.git-credentials|\.config\/gcloud|\.kube\/config|wallet\.dat|Login Data|\bkeytar\b|AWS_SECRET|GITHUB_TOKEN|NPM_TOKEN|169\.254\.169\.254|JSON\.stringify\(\s*process\.env\s*\)|dict\(os\.environ\)/,
  },
  {
    label: "decodes hidden text",
    weight: 5,
    pattern:
      /\batob\s*\(|Buffer\.from\([^)]{0,200},\s*["'](?:base64|hex)["']|String\.fromCharCode\s*\(|\bb64decode\b|\bfromhex\b|\bzlib\.decompress\b|\bunescape\s*\(/,
  },
  {
    label: "loads native code",
    weight: 4,
    pattern:
      /\bprocess\.dlopen\b|\bctypes\b|\bcffi\b|\bffi-napi\b|\bWebAssembly\.(?:instantiate|compile)\b/,
  },
  {
    label: "reads the environment",
    weight: 2,
    pattern: /\bprocess\.env\b|\bos\.environ\b|\bgetenv\b/,
  },
];

/** Lines longer than a person writes, or names that a machine made. */
export const OBFUSCATED: Omit<Mark, "pattern"> = { label: "is obfuscated or minified", weight: 8 };
export const NEW_HOST_WEIGHT = 6;

const LONG_LINE = 2000;
const MACHINE_NAMES = /_0x[0-9a-f]{4,}/gi;
const ESCAPES = /\\x[0-9a-f]{2}|\\u[0-9a-f]{4}/gi;

export function isObfuscated(text: string): boolean {
  if (text.length < 200) return false;
  const names = text.match(MACHINE_NAMES)?.length ?? 0;
  const escapes = text.match(ESCAPES)?.length ?? 0;
  return (
    names >= 10 ||
    escapes * 6 > text.length / 4 ||
    text.split("\n").some((line) => line.length > LONG_LINE)
  );
}

const HOST = /\b(?:https?|wss?|ftp):\/\/([a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?)/gi;
/** Where documentation points to, in every package. */
const HARMLESS = /(?:^|\.)(?:example\.(?:com|org|net)|localhost|w3\.org|json-schema\.org)$/i;

export function hostsIn(text: string): readonly string[] {
  const hosts = [...text.matchAll(HOST)].map(([, host = ""]) => host.toLowerCase());
  return [...new Set(hosts)].filter((host) => host.includes(".") && !HARMLESS.test(host));
}

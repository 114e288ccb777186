import { hasVariable } from "../../launchers/words/paths.ts";
import { isPlaceholder } from "../placeholder.ts";
import type { Spot } from "./spots.ts";

/** The words of a name: `GITHUB_TOKEN`, `--api-key`, `apiKey`. */
function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .replace(/^-+/, "")
    .toLowerCase()
    .split(/[^a-z\d]+/)
    .join(" ");
}

const PASSWORD = /(?:^| )(?:password|passwd|passphrase|pwd|pass|passcode)$/;
const KEY =
  /(?:^| )(?:token|secret|credentials?|authorization|cookie|jwt|pat|bearer|apikey|secretkey|accesskey|(?:api|access|secret|private|auth|service|account|license|encryption|signing|master|admin|rest|app|bot|client|integration|personal|project|team|user|write|read|publishable|service role|subscription|webhook) (?:key|token|secret)|api token|key)$/;
/** Ends that say of what it is: a place, a number, a kind. */
const ABOUT =
  /(?:^| )(?:public key|key id|token id|max tokens?|token limit|token count|token type|token url|token endpoint|secret name|key name|key path|key file|sort key|primary key|foreign key|hot key)$/;

/** A value of a secret's name that is no secret: an address, a path, a switch, a reference. */
function isOther(value: string): boolean {
  return (
    value === "" ||
    isPlaceholder(value) ||
    hasVariable(value) ||
    /^(?:true|false|yes|no|on|off|null|none|undefined|\d{1,6})$/i.test(value) ||
    /^(?:[~./]|[A-Za-z]:[\\/])/.test(value) ||
    /^[a-z][a-z+.-]{1,20}:\/\//i.test(value) ||
    // What everybody has for a database of their own machine.
    /^(?:password|passwd|pass|secret|postgres|mysql|root|admin|user|username|guest|test|dev|local|development)$/i.test(
      value,
    ) ||
    // References to a safe place, which a launcher resolves: 1Password, Vault, Doppler, AWS.
    /^(?:op|vault|doppler|aws-sm|secretref|keychain|env|ref|arn):/i.test(value) ||
    /^(?:your|my|the|some|an?|test|dummy|fake|sample|example|changeme|change-me|todo|xxx|placeholder)\b/i.test(
      value,
    ) ||
    /(?:placeholder|your[-_ ]|[-_ ]here\b|x{6,}|\.\.\.|…)/i.test(value)
  );
}

/** What kind of secret a text is by what it is called; null where the name says nothing of one. */
export function kindByName({ name, value }: Pick<Spot, "name" | "value">): string | null {
  const words = wordsOf(name);
  const text = value.trim().replace(/^(?:bearer|basic|token|apikey)\s+/i, "");
  if (words === "" || ABOUT.test(words) || isOther(text)) return null;
  if (PASSWORD.test(words)) return text.length >= 4 ? "password" : null;
  if (!KEY.test(words)) return null;
  return isRandom(text) ? "key or token" : null;
}

/** Long enough, and not words of a language: digits among letters, or both cases mixed. */
function isRandom(text: string): boolean {
  if (text.length < 12 || /\s/.test(text)) return false;
  const hasDigits = /\d/.test(text) && /[A-Za-z]/.test(text);
  const isMixed = /[a-z][A-Z]|[A-Z][a-z][A-Z]/.test(text) && text.length >= 20;
  return hasDigits || isMixed || (/^\d+$/.test(text) && text.length >= 16);
}

const JWT = /(?:^|[\s=:"'])eyJ[A-Za-z\d_-]{10,}\.eyJ[A-Za-z\d_-]{10,}\.[A-Za-z\d_-]{10,}/;
const PEM = /-----BEGIN (?:[A-Z]{2,12} ){0,3}PRIVATE KEY-----/;
const CREDENTIALS = /^[a-z][a-z\d+.-]{1,20}:\/\/[^/?#\s@]*:([^/?#\s@]+)@/i;
// Long unbroken texts in a path are how some services hand out keys (`/mcp/s/<key>`).
const PATH_KEY =
  /^https?:\/\/[^/\s]+\/(?:[^?#\s]*\/)?(?=[^/?#\s]*\d)(?=[^/?#\s]*[A-Za-z])[A-Za-z\d_-]{32,}(?=[/?#\s]|$)/i;

/** Shapes that no rule for one service covers. */
export function kindByShape({ value }: Pick<Spot, "value">): string | null {
  if (PEM.test(value)) return "private key";
  if (JWT.test(value)) return "JSON Web Token";
  const [, password] = CREDENTIALS.exec(value) ?? [];
  if (password !== undefined && !isOther(decodeURIComponentSafe(password)))
    return "password in an address";
  return PATH_KEY.test(value) ? "address with a key in it" : null;
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

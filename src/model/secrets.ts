import { maskUrls } from "./mask.ts";

const SECRET_FLAG = /(?:token|secret|passw|api[-_]?key|auth|credential)/i;
const SECRET_VALUE =
  /^(?:gh[pousr]_|github_pat_|sk-|xox[abprs]-|glpat-|AKIA|eyJ)|:\/\/[^/\s]+@|^(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9_+/=-]{32,}$/;

// `Authorization: Bearer …` and `X-Api-Key:…` of a header, and the values in a text of JSON.
const SECRET_HEADER =
  /^([\w-]*(?:authorization|token|key|secret|passw|cookie|credential)[\w-]*\s*:\s*)\S.*$/is;
const SECRET_MEMBER =
  /("[^"]*(?:token|key|secret|passw|auth|credential)[^"]*"\s*:\s*)"(?:[^"\\]|\\.)*"/gi;

/** Arguments with the values of secrets replaced by a word: they rotate, and are never stored. */
export function withoutSecrets(args: readonly string[]): string[] {
  return args.map((word, index) => {
    const before = args[index - 1] ?? "";
    const equals = word.indexOf("=");
    if (equals > 0 && SECRET_FLAG.test(word.slice(0, equals)))
      return `${word.slice(0, equals)}=<secret>`;
    const follows = before.startsWith("-") && !before.includes("=") && SECRET_FLAG.test(before);
    if (follows || SECRET_VALUE.test(word)) return "<secret>";
    if (SECRET_HEADER.test(word)) return word.replace(SECRET_HEADER, "$1<secret>");
    return maskUrls(word.replace(SECRET_MEMBER, '$1"<secret>"'));
  });
}

import { withoutSecrets } from "../../model/secrets.ts";
import { isKeyLike } from "../secrets/key-like.ts";

/**
 * What of a server's arguments nobody may see, in the forms in which the server may write it: the word,
 * what stands behind its `=` and `:`, and the password of an address.
 */
export function secretWords(args: readonly string[]): readonly string[] {
  const shown = withoutSecrets(args);
  return args.flatMap((word, index) => {
    const isSecret = shown[index] !== word || word.includes("=") || isKeyLike(word);
    if (!isSecret) return [];
    const values = [...word.matchAll(/[=:]/g)].map(({ index: at }) => word.slice(at + 1));
    const passwords = URL.canParse(word) ? [new URL(word).password] : [];
    return [word, ...values, ...passwords, ...passwords.map(decoded)];
  });
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

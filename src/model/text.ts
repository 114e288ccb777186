/** Making text that attackers wrote safe to print, and the small words of our own sentences. */

// Controls, format characters (bidi overrides, zero width), surrogates, private use, unassigned,
// separators other than the plain space, marks that enclose the character before them, and what is
// drawn as nothing (fillers, variation selectors, the empty braille cell).
const UNPRINTABLE =
  /[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}\p{Me}\p{Default_Ignorable_Code_Point}\u2800]|(?! )\p{Zs}/gu;
const NON_ASCII_LETTER = /(?![\x00-\x7f])[\p{L}\p{M}]/gu;
const ASCII_LETTER = /[A-Za-z]/;
const OTHER_SCRIPT_LETTER = /(?!\p{Script=Latin})[\p{L}]/u;

function codeOf(character: string): string {
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}

/**
 * Text for a terminal, notification or log: characters that move, hide or reorder text become
 * `\u{…}`, and so do letters of another script inside a word that has Latin letters, which is how
 * one name is made to look like another (UTS #39, mixed-script confusables).
 */
export function printable(text: string, limit = 400): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text;
  const visible = cut.replace(UNPRINTABLE, codeOf);
  return visible
    .split(/(\s+)/)
    .map((word) =>
      ASCII_LETTER.test(word) && OTHER_SCRIPT_LETTER.test(word)
        ? word.replace(NON_ASCII_LETTER, codeOf)
        : word,
    )
    .join("");
}

const JSON_UNSAFE = /[\u007f-\u009f]|[\p{Cf}\p{Zl}\p{Zp}\p{Co}]/gu;

/** `JSON.stringify` with characters that a terminal would obey written as `\uXXXX`. */
export function printableJson(value: unknown, indent = 2): string {
  return JSON.stringify(value, null, indent).replace(JSON_UNSAFE, (character) =>
    character
      .split("")
      .map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`)
      .join(""),
  );
}

/** `1 file`, `4,108 files`. */
export function count(n: number, one: string, many = `${one}s`): string {
  return `${grouped(n)} ${n === 1 ? one : many}`;
}

/** `4,108`. By hand: the first use of toLocaleString loads ICU, which takes 20 ms. */
export function grouped(n: number): string {
  return String(n).replace(/\B(?=(?:\d{3})+$)/g, ",");
}

const EMOJI_JOIN = /(\p{Extended_Pictographic})[\u{FE0E}\u{FE0F}]?\u{200D}/gu;
const INVISIBLE = /[\p{Cf}\p{Zl}\p{Zp}\u{115F}\u{1160}\u{3164}\u{FFA0}]/u;
const CONTROL = /\p{Cc}/u;
const LATIN = /\p{Script=Latin}/u;
/** Scripts with letters that are drawn like Latin ones. */
const LOOKALIKE =
  /[\p{Script=Cyrillic}\p{Script=Greek}\p{Script=Armenian}\p{Script=Cherokee}\p{Script=Coptic}\p{Script=Lisu}]/u;
/** Latin letters of another width or style, which are no letters of any alphabet. */
const STYLED = /[\u{FF01}-\u{FF5E}\u{1D400}-\u{1D7FF}]/u;

/**
 * Why nobody can tell a name from another one on a screen; null for a plain name. Scripts that are
 * written together with Latin letters (Chinese, Japanese, Korean) are plain, and so is a name that
 * is wholly of one script: UTS #39, "highly restrictive".
 */
export function deceptiveReason(text: string): string | null {
  const plain = text.replace(EMOJI_JOIN, "$1");
  if (CONTROL.test(plain)) return "a control character";
  if (INVISIBLE.test(plain)) return "an invisible character, or one that reverses the text";
  if (STYLED.test(plain)) return "letters that only look like Latin ones";
  const words = plain.split(/[^\p{L}\p{M}\p{N}]+/u);
  const isMixed = words.some((word) => LATIN.test(word) && LOOKALIKE.test(word));
  return isMixed ? "letters of another script among Latin ones" : null;
}

/** A command is typed, and programs have Latin names: letters of a look-alike script are enough. */
export function deceptiveCommand(command: string): string | null {
  const reason = deceptiveReason(command);
  if (reason !== null) return reason;
  const isBare = !/[\\/]/.test(command);
  return isBare && LOOKALIKE.test(command) ? "letters of another script than Latin" : null;
}

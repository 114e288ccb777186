const PAIRS: Readonly<Record<string, string>> = {
  "\u201c": "\u201c\u201d",
  "\u201d": "\u201c\u201d",
  "\u2018": "\u2018\u2019",
  "\u2019": "\u2018\u2019",
  "'": "'",
};

/**
 * Where a text in curly or single quotes ends, its closing quote included. Null where that is not
 * certain: the line ends first, another kind of quote or a backslash comes in between, or what follows
 * is not what follows a string.
 */
export function quotedAt(text: string, from: number): number | null {
  const closing = PAIRS[text.charAt(from)];
  if (closing === undefined) return null;
  for (let at = from + 1; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (closing.includes(character)) return isEnd(text, at + 1) ? at + 1 : null;
    if (/["\\\r\n\u2018\u2019\u201c\u201d']/.test(character) || character < " ") return null;
  }
  return null;
}

function isEnd(text: string, at: number): boolean {
  return /^\s*(?:[,:}\]]|$|["'\u2018\u201c])/.test(text.slice(at, at + 200));
}

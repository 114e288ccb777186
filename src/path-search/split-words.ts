/** Splits as `env -S` does: spaces, both quotes, backslashes. Null for what it expands or rejects. */
export function splitWords(text: string): string[] | null {
  const words: string[] = [];
  let word: string | null = null;
  let quote: string | null = null;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charAt(index);
    if (character === "$" && quote !== "'") return null;
    if (quote !== null && character === quote) quote = null;
    else if (character === "\\" && quote !== "'") {
      index += 1;
      if (index >= text.length) return null;
      word = `${word ?? ""}${text.charAt(index)}`;
    } else if (quote !== null) word = `${word ?? ""}${character}`;
    else if (character === "'" || character === '"') {
      quote = character;
      word ??= "";
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word);
      word = null;
    } else if (character === "#" && word === null) break;
    else word = `${word ?? ""}${character}`;
  }
  if (quote !== null) return null;
  if (word !== null) words.push(word);
  return words;
}

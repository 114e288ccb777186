/** Texts that stand in documentation for what a person has to put there. */
const PLACEHOLDERS: readonly RegExp[] = [
  /^<[^<>]{1,80}>$/,
  /^\[[A-Z][\w -]{2,60}\]$/,
  /^(?:your|my|the)[-_ ][\w -]{2,60}$/i,
  /^YOUR_[A-Z0-9_]{2,60}$/,
  /^[A-Z_]{0,30}_HERE$/,
  /^(?:x{4,}|\*{4,}|\.{3}|…)$/i,
  /^[A-Za-z]{1,12}(?:[-_][A-Za-z]{1,12}){0,3}[-_](?:x{3,}|\.{3}|…|\*{3,}|your[-_ ].{0,60})$/i,
  /^[A-Za-z]{1,12}x{6,}$/,
  /^(?:TU|VOTRE|DEIN|DEINE|SEU|SUA)_[A-Z0-9_]{2,60}$/,
  /^(?:replace|change|insert|enter|put|add|paste)[-_ ]?(?:me|this|your|with|here|the)\b.{0,60}$/i,
  /^(?:\/|[A-Z]:\\+)?(?:absolute|full|path)[-_/\\]?(?:path)?[-_/\\](?:to|of)\b.{0,120}$/i,
  /^\/(?:Users|home)\/(?:username|yourname|your-username|your_username|USERNAME|YOUR_USERNAME|<[^>]{1,40}>|you)(?:\/.{0,120})?$/,
  /^[A-Z]:\\+Users\\+(?:username|yourname|your-username|USERNAME|<[^>]{1,40}>)(?:\\.{0,120})?$/,
];

/** Whether a text is what documentation writes in place of a value. */
export function isPlaceholder(text: string): boolean {
  const trimmed = text.trim();
  return trimmed.length <= 200 && PLACEHOLDERS.some((pattern) => pattern.test(trimmed));
}

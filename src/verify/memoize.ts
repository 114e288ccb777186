/** Calls `work` once for each key. */
export function memoize<Input, Output>(
  work: (input: Input) => Output,
  keyOf: (input: Input) => string,
): (input: Input) => Output {
  const answers = new Map<string, Output>();
  return (input) => {
    const key = keyOf(input);
    const known = answers.get(key);
    if (known !== undefined) return known;
    const answer = work(input);
    answers.set(key, answer);
    return answer;
  };
}

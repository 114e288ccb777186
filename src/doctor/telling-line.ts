const LONGEST = 300;

/** Frames of a stack, marks under a line, and where npm keeps its own log. */
const IDLE = /^at .*:\d+|^File ".*", line \d+|^\^+$|^~+$|complete log of this run/;

/** The line of a program's output that says most of why it failed; null where none says anything. */
export function tellingLine(output: string): string | null {
  const lines = output
    .split("\n")
    // Colours, and the times and levels that loggers put in front.
    .map((line) => line.replaceAll(/\u001b\[[\d;]*[A-Za-z]/g, "").trim())
    .map((line) => line.replace(/ \{$/, ""))
    .filter((line) => /[A-Za-z]{3}/.test(line) && !IDLE.test(line));
  const named = lines.findLast((line) =>
    /^(?:[A-Z]\w*(?:Error|Exception)\b|(?:npm )?error\b.*\w{4})/i.test(line),
  );
  const hinted = lines.findLast((line) =>
    /error|exception|cannot|can't|not found|no such|denied|required|missing|failed|invalid|fatal|refused|unauthorized/i.test(
      line,
    ),
  );
  return (named ?? hinted ?? lines.at(-1) ?? null)?.slice(0, LONGEST) ?? null;
}

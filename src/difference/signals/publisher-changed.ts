import { defineSignal } from "./define.ts";

export const publisherChanged = defineSignal({
  id: "publisher-changed",
  title: "publisher",
  *check({ pair: { from, to } }) {
    const before = from?.publisher ?? null;
    if (before === null || to.publisher === before) return;
    yield { message: `${to.publisher ?? "unknown"}, before ${before}` };
  },
});

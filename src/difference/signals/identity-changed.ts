import { defineSignal } from "./define.ts";

export const identityChanged = defineSignal({
  id: "identity-changed",
  title: "built by another",
  *check({ pair: { from, to } }) {
    const before = from?.evidence?.identity ?? null;
    const now = to.evidence?.identity ?? null;
    if (before === null || now === null || before === now) return;
    yield { message: `${now}, before ${before}`, blockedBy: "its provenance is another one's" };
  },
});

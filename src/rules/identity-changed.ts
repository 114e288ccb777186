import { defineRule } from "./define.ts";
import { evidenceDrafts } from "./evidence-texts.ts";

export const identityChanged = defineRule({
  id: "identity-changed",
  title: "Somebody else says to have built the pinned package",
  severity: "error",
  docs: {
    why: "The bytes are the pinned ones, and the statement about them is now by another source, owner, issuer or signer. Anybody can sign a statement about a package; the identity that was pinned is the one that counts.",
    remedy:
      "Do not take the new identity over: ask the package's authors. Where they moved their source, a new version will say so, and `pinfold update` shows it.",
  },
  checks: {
    *online({ evidence = [] }) {
      yield* evidenceDrafts(
        evidence,
        ({ kind, weight }) => weight === "block" && kind.endsWith("-changed"),
      );
    },
  },
});

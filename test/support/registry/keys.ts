import { createHash, generateKeyPairSync, sign } from "node:crypto";

/** The registry's signing key, as `/-/npm/v1/keys` gives it: ECDSA on P-256, made for one test. */
export class RegistryKey {
  readonly #pair = generateKeyPairSync("ec", { namedCurve: "P-256" });
  readonly #spki = this.#pair.publicKey.export({ type: "spki", format: "der" });
  readonly keyid = `SHA256:${createHash("sha256").update(this.#spki).digest("base64")}`;
  /** When the registry says that the key ends; null for never. */
  expires: string | null = null;
  /** ECDSA gives another signature each time; a packument must stay the same bytes. */
  readonly #signed = new Map<string, string>();

  published(): object {
    return {
      expires: this.expires,
      keyid: this.keyid,
      keytype: "ecdsa-sha2-nistp256",
      scheme: "ecdsa-sha2-nistp256",
      key: this.#spki.toString("base64"),
    };
  }

  /** As trust material has it, for both of its uses. */
  trusted(): readonly object[] {
    return ["npm:signatures", "npm:attestations"].map((keyUsage) => ({
      keyId: this.keyid,
      keyUsage,
      publicKey: {
        rawBytes: this.#spki.toString("base64"),
        keyDetails: "PKIX_ECDSA_P256_SHA_256",
        validFor: {
          start: "1999-01-01T00:00:00Z",
          ...(this.expires === null ? {} : { end: this.expires }),
        },
      },
    }));
  }

  /** Signs as npm does: the name, version and integrity as one line. */
  sign(name: string, version: string, integrity: string): { keyid: string; sig: string } {
    const message = `${name}@${version}:${integrity}`;
    const sig =
      this.#signed.get(message) ??
      sign("sha256", Buffer.from(message), this.#pair.privateKey).toString("base64");
    this.#signed.set(message, sig);
    return { keyid: this.keyid, sig };
  }
}

const UNITS = { m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000 } as const;

/** Milliseconds of `30m`, `8h`, `3d` or `2w`; null for anything else. */
export function parseDuration(text: string): number | null {
  const [, digits, unit] = /^([1-9]\d{0,5})([mhdw])$/.exec(text) ?? [];
  if (digits === undefined) return null;
  return unit === "m" || unit === "h" || unit === "d" || unit === "w"
    ? Number(digits) * UNITS[unit]
    : null;
}

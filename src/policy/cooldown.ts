/** Days that a version must be old where no policy says it. */
export const COOLDOWN_DAYS = 14;

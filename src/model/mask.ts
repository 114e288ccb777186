const USER = /(:\/\/)[^/\s@?#]+@/g;
const SECRET_PARAMETER =
  /([?&#;][^=&#;\s]*(?:token|key|secret|passw|auth|sig|code|credential|session)[^=&#;\s]*=)[^&#;\s]+/gi;
// Long unbroken texts in a path are how some services hand out keys (`/mcp/s/<key>`).
const SECRET_SEGMENT = /(\/)(?=[^/?#\s]*\d)(?=[^/?#\s]*[A-Za-z])[A-Za-z0-9_-]{32,}(?=[/?#\s]|$)/g;

/** Text with the passwords, tokens and keys in its addresses replaced by `***`. */
export function maskUrls(text: string): string {
  if (!text.includes("://")) return text;
  return text
    .replace(USER, "$1***@")
    .replace(SECRET_PARAMETER, "$1***")
    .replace(SECRET_SEGMENT, "$1***");
}

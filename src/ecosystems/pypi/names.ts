/** The one spelling of a project's name. Source: PyPA, "Name normalization" (PEP 503). */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/[-_.]+/g, "-");
}

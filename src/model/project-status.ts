/** What an index says against a package or against one version of it: its own word. */
export interface ProjectStatus {
  readonly package: string;
  readonly version: string;
  /**
   * - `yanked`: its authors took this version back (PEP 592); what is installed runs on
   * - `quarantined`: the index holds the project for unsafe (PEP 792)
   * - `archived`, `deprecated`: nobody works on it any more, or another one takes its place
   */
  readonly kind: "yanked" | "quarantined" | "archived" | "deprecated";
  /** Empty where none is given. */
  readonly reason: string;
}

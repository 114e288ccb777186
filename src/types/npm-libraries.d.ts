/**
 * The parts of npm's own libraries that pinfold calls. Their published types are missing or far
 * behind; these are narrow on purpose, so that a change of a library shows where it matters.
 */
declare module "npm-normalize-package-bin" {
  export default function normalize(manifest: { name: string; bin: unknown }): {
    bin?: Record<string, string>;
  };
}

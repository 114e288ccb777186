export interface InstallScript {
  /** The package's folder, absolute. */
  readonly folder: string;
  /** Its package.json, as text. */
  readonly packageJson: string;
  readonly event: "preinstall" | "install" | "postinstall";
  /** All variables that it is started with; npm's own are added. */
  readonly env: Readonly<Record<string, string>>;
}

/** Runs install scripts of packages, as npm does. */
export interface InstallScripts {
  /**
   * Does nothing where the package has none for this event.
   *
   * @throws {PinfoldError} `input`, with the script's last words, where it fails or takes too long
   */
  run(script: InstallScript): Promise<void>;
}

import { TestWorld } from "./world.ts";

/**
 * `gull`, a server with nothing to approve: two versions of `wave` (one nested below `shell`), an
 * optional dependency of another platform (`fog`), an undeclared optional helper (`preen`), and a
 * package that comes inside the archive of another (`grain` in `salt`).
 */
export function publishGull({ registry }: TestWorld): void {
  registry.publish({ name: "fog", version: "1.0.0", os: ["aix"] });
  registry.publish(
    { name: "shell", version: "3.1.0", dependencies: { wave: "^1.0.0" } },
    { "index.js": 'try { require("preen"); } catch {}\n', "lib/pearl.js": "shine();\n" },
  );
  registry.publish(
    {
      name: "gull",
      version: "1.0.0",
      bin: { gull: "gull.js" },
      dependencies: { wave: "2", shell: "^3.0.0", salt: "1" },
      optionalDependencies: { fog: "1" },
    },
    { "gull.js": "#!/usr/bin/env node\nfly();\n" },
  );
}

/** A world in which `gull@1.0.0` is configured, installed and locked. */
export async function gullIsLocked(spec = "gull@1.0.0"): Promise<TestWorld> {
  return TestWorld.start(async (world) => {
    publishGull(world);
    await world.protects("gull", spec);
  });
}

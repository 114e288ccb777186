import type { TestRegistry } from "./registry.ts";

/**
 * A few packages with everything that makes an npm tree interesting: a version that must nest, a
 * scope, a bundled package, an install script, optional packages (of another platform, and not to be
 * had), a peer, several programs, a carriage return in a shebang.
 */
export function publishCoast(registry: TestRegistry): void {
  const shebang = "#!/usr/bin/env node\n";
  registry.publish(
    { name: "wave", version: "1.2.0", license: "MIT" },
    { "index.js": 'console.log("rise");\n' },
  );
  registry.publish(
    { name: "wave", version: "2.0.0", bin: "cli.js" },
    { "cli.js": `${shebang}console.log(1);\n` },
  );
  registry.publish(
    {
      name: "@sea/foam",
      version: "0.3.1",
      dependencies: { wave: "^1.0.0" },
      bin: { foam: "bin/foam.js", "foam-dos": "./bin/dos.js" },
      engines: { node: ">=18" },
    },
    { "bin/foam.js": shebang, "bin/dos.js": "#!/usr/bin/env node\r\nfoam();\r\n" },
  );
  registry.publish(
    {
      name: "salt",
      version: "1.0.0",
      dependencies: { grain: "^1" },
      bundleDependencies: ["grain"],
    },
    {
      "index.js": "dissolve();\n",
      "node_modules/grain/package.json": '{"name":"grain","version":"1.0.5","bin":"grain.js"}',
      "node_modules/grain/grain.js": shebang,
    },
  );
  registry.publish({ name: "fin", version: "1.0.0", os: ["aix"] });
  registry.publish({ name: "kelp", version: "1.0.0", bin: { kelp: "k.js" } }, { "k.js": shebang });
  registry.publish(
    {
      name: "tide",
      version: "1.0.0",
      description: "A server that knows the tides.",
      license: "Apache-2.0",
      funding: "https://sea.test",
      bin: "cli.js",
      os: ["linux", "darwin", "win32"],
      scripts: { postinstall: "true" },
      dependencies: { wave: "2.x", "@sea/foam": "~0.3.0", salt: "1" },
      optionalDependencies: { fin: "1", gone: "9" },
      peerDependencies: { kelp: "*" },
    },
    { "cli.js": `${shebang}console.log("tide");\n`, "lib/moon.js": "pull();\n" },
  );
}

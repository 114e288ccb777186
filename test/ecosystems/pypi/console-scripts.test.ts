import assert from "node:assert/strict";
import { test } from "node:test";

import { isConsoleScript, unplacedScript } from "../../../src/ecosystems/pypi/console-scripts.ts";

const place = { root: "/home/ann/env", scripts: "bin" };
const request = { ...place, reference: "mcp_server_git:main" };

const UV_BODY = `# -*- coding: utf-8 -*-
import sys
from mcp_server_git import main
if __name__ == "__main__":
    if sys.argv[0].endswith("-script.pyw"):
        sys.argv[0] = sys.argv[0][:-11]
    elif sys.argv[0].endswith(".exe"):
        sys.argv[0] = sys.argv[0][:-4]
    sys.exit(main())
`;
const RELOCATABLE = `#!/bin/sh
'''exec' "$(dirname -- "$(realpath -- "$0")")"/'python' "$0" "$@"
' '''
`;
const PIP_BODY = `# -*- coding: utf-8 -*-
import re
import sys
from mcp_server_git import main
if __name__ == '__main__':
    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])
    sys.exit(main())
`;
const NEW_PIP_BODY = `import sys
from mcp_server_git import main
if __name__ == '__main__':
    sys.argv[0] = sys.argv[0].removesuffix('.exe')
    sys.exit(main())
`;

// As uv 0.13.9, pip 23.2 and pipx 1.18 wrote them.
const WRITTEN = {
  "uvx, in the cache": RELOCATABLE + UV_BODY,
  "uv tool install": `#!/home/ann/env/bin/python\n${UV_BODY}`,
  "uv, where the path is long": `#!/bin/sh\n'''exec' '/home/ann/env/bin/python' "$0" "$@"\n' '''\n${UV_BODY}`,
  pip: `#!/home/ann/env/bin/python3.11\n${PIP_BODY}`,
  pipx: `#!/home/ann/env/bin/python -E\n${NEW_PIP_BODY}`,
};

for (const [who, text] of Object.entries(WRITTEN))
  test(`the program that ${who} writes is known to the byte`, () => {
    assert.ok(isConsoleScript(text, request));
    for (const edited of [
      `${text}\nimport evil\n`,
      text.replace("import sys\n", "import sys, evil\n"),
      text.replace("mcp_server_git", "evil"),
      text.replace("main())", "main(), evil())"),
      text.replace("bin/", "bin/../../evil/"),
      text.replace("python", "python -c evil"),
      text.slice(0, -1),
      "",
    ])
      if (edited !== text) assert.ok(!isConsoleScript(edited, request), edited);
  });

test("a program that starts another environment's Python is another program", () => {
  const text = `#!/home/ann/other/bin/python\n${UV_BODY}`;
  assert.ok(!isConsoleScript(text, request));
  assert.ok(!isConsoleScript(`#!/home/ann/env/bin/python -X importtime\n${UV_BODY}`, request));
});

test("an object inside of an object is imported by its first part", () => {
  const text = `#!/home/ann/env/bin/python\n${UV_BODY}`
    .replace("mcp_server_git import main", "a.b import c")
    .replace("main()", "c.d()");
  assert.ok(isConsoleScript(text, { ...place, reference: "a.b:c.d" }));
});

test("a wheel's own script is as it was before its first line was replaced", () => {
  assert.equal(unplacedScript("#!/home/ann/env/bin/python\nrun()\n", place), "#!python\nrun()\n");
  assert.equal(unplacedScript(`${RELOCATABLE}run()\n`, place), "#!python\nrun()\n");
  assert.equal(unplacedScript("#!/usr/bin/python\nrun()\n", place), null);
  assert.equal(unplacedScript("#!/bin/sh\nrun\n", place), null);
});

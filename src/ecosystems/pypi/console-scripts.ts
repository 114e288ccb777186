/**
 * What installers write for a program of a distribution. Nothing in these files comes from the
 * distribution but the module and the object, so they are made again and compared byte by byte.
 */

export interface ScriptRequest {
  /** `module:object`, as entry_points.txt has it. */
  readonly reference: string;
  /** The environment's own folder and that of its programs: `bin`. */
  readonly root: string;
  readonly scripts: string;
}

/** Names under which an environment has its Python. */
const PYTHON = String.raw`python(?:3(?:\.\d{1,2})?)?`;

/** Whether a program is what uv, pip or pipx write for it, starting this environment's Python. */
export function isConsoleScript(text: string, request: ScriptRequest): boolean {
  const { first, rest } = splitStart(text);
  return startsOwnPython(first, request) && bodiesOf(request.reference).includes(rest);
}

/**
 * A wheel's own script: installers replace its first line `#!python`. Gives the text as it is in the
 * wheel, or null where the first line starts something else than this environment's Python.
 */
export function unplacedScript(text: string, request: Omit<ScriptRequest, "reference">) {
  const { first, rest } = splitStart(text);
  return startsOwnPython(first, request) ? `#!python\n${rest}` : null;
}

/** The lines that start Python, and the rest. */
function splitStart(text: string): { readonly first: string; readonly rest: string } {
  // Where the path is too long for the kernel, or is found when it starts, `sh` starts Python.
  const lines = text.startsWith("#!/bin/sh\n") ? 3 : 1;
  let at = 0;
  for (let line = 0; line < lines; line += 1) {
    const end = text.indexOf("\n", at);
    if (end < 0) return { first: text, rest: "" };
    at = end + 1;
  }
  return { first: text.slice(0, at), rest: text.slice(at) };
}

function startsOwnPython(first: string, { root, scripts }: Omit<ScriptRequest, "reference">) {
  if (first.includes("\0")) return false;
  // The folder is some text, not a pattern: a character that no path has stands for it.
  const marked = first.replace(`${root}/${scripts}/`, () => "\0");
  return STARTS.some((start) => start.test(marked));
}

const STARTS = [
  // pipx has pip write `-E`, by which Python passes over PYTHON* variables.
  new RegExp(`^#!\\0${PYTHON}(?: -[EIs]+)?\\n$`),
  // uv, where the environment may be moved, as in its cache.
  new RegExp(
    String.raw`^#!/bin/sh\n'''exec' "\$\(dirname -- "\$\(realpath -- "\$0"\)"\)"/'${PYTHON}' "\$0" "\$@"\n' '''\n$`,
  ),
  // uv and pip, for a path that is too long or has blanks.
  new RegExp(
    String.raw`^#!/bin/sh\n'''exec' (["']?)\0${PYTHON}\1(?: -[EIs]+)? "\$0" "\$@"\n' '''\n$`,
  ),
];

function bodiesOf(reference: string): readonly string[] {
  const [module = "", object = ""] = reference.split(":");
  const [imported = ""] = object.split(".");
  const from = `from ${module} import ${imported}`;
  const coding = "# -*- coding: utf-8 -*-\n";
  return [
    // uv
    `${coding}import sys\n${from}\nif __name__ == "__main__":\n    if sys.argv[0].endswith("-script.pyw"):\n        sys.argv[0] = sys.argv[0][:-11]\n    elif sys.argv[0].endswith(".exe"):\n        sys.argv[0] = sys.argv[0][:-4]\n    sys.exit(${object}())\n`,
    // uv to 0.4
    `${coding}import re\nimport sys\n${from}\nif __name__ == "__main__":\n    sys.argv[0] = re.sub(r"(-script\\.pyw|\\.exe)?$", "", sys.argv[0])\n    sys.exit(${object}())\n`,
    // pip to 25, and what else is made with distlib
    `${coding}import re\nimport sys\n${from}\nif __name__ == '__main__':\n    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n    sys.exit(${object}())\n`,
    `${coding}import re\nimport sys\n\n${from}\n\nif __name__ == "__main__":\n    sys.argv[0] = re.sub(r"(-script\\.pyw|\\.exe)?$", "", sys.argv[0])\n    sys.exit(${object}())\n`,
    `import re\nimport sys\n${from}\nif __name__ == '__main__':\n    sys.argv[0] = re.sub(r'(-script\\.pyw|\\.exe)?$', '', sys.argv[0])\n    sys.exit(${object}())\n`,
    // pip from 25 on
    ...[coding, ""].flatMap((start) => [
      `${start}import sys\n${from}\nif __name__ == '__main__':\n    if sys.argv[0].endswith('.exe'):\n        sys.argv[0] = sys.argv[0][:-4]\n    sys.exit(${object}())\n`,
      `${start}import sys\n${from}\nif __name__ == '__main__':\n    sys.argv[0] = sys.argv[0].removesuffix('.exe')\n    sys.exit(${object}())\n`,
    ]),
  ];
}

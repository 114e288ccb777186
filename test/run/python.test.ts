import assert from "node:assert/strict";
import { after, before, beforeEach, suite, test } from "node:test";

import { KeptPython, LIBRARY } from "../support/kept-python.ts";
import { compiled } from "../support/python-home.ts";
import type { MemoryDisk } from "../support/memory-disk.ts";

const PACKAGES = "env/lib/python3.12/site-packages";
const CWD = "/home/ada";

/** What an attacker can do between the day on which a copy was made and a start from it. */
suite("a server of Python from its private copy", () => {
  let kept: KeptPython;
  let spare: MemoryDisk;

  before(async () => {
    kept = await KeptPython.start();
    spare = kept.disk.copy();
  });
  after(() => kept[Symbol.asyncDispose]());
  beforeEach(() => {
    kept.disk.become(spare);
    kept.sets({});
  });

  async function refused(words: RegExp): Promise<void> {
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, started], [1, null], said);
    assert.match(said, /^pinfold: refused to start pypi:mcp-server-tern/);
    assert.match(said, words);
  }

  async function unaffected(): Promise<string> {
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, started?.file], [0, kept.at("env/bin/python")], said);
    return said;
  }

  test("it is started isolated, by its entry point, with compiled files of our own", async () => {
    const { code, started, said } = await kept.run();
    assert.deepEqual([code, said], [0, ""]);
    assert.equal(started?.file, kept.at("env/bin/python"));
    const { args } = started;
    const prefix = `pycache_prefix=${kept.at("bytecode")}`;
    assert.deepEqual(args.slice(0, 5), ["-I", "-B", "-X", prefix, "-c"]);
    assert.match(args[5] ?? "", /from mcp_server_tern import main\nsys\.exit\(main\(\)\)$/);
  });

  const attacks: readonly (readonly [string, (disk: MemoryDisk) => void, RegExp])[] = [
    [
      "a changed module",
      (disk) => disk.file(kept.at(`${PACKAGES}/wave/deep.py`), "evil()\n"),
      /error\[modified-file\].*wave.*deep\.py/,
    ],
    [
      "an added module",
      (disk) => disk.file(kept.at(`${PACKAGES}/wave/extra.py`), "evil()\n"),
      /error\[added-file\]/,
    ],
    [
      "an added module that belongs to no package",
      (disk) => disk.file(kept.at(`${PACKAGES}/json.py`), "evil()\n"),
      /error\[/,
    ],
    [
      "a deleted module",
      (disk) => disk.remove(kept.at(`${PACKAGES}/wave/deep.py`)),
      /error\[missing-file\]/,
    ],
    [
      "a link in place of a module, to the same bytes",
      (disk) =>
        disk
          .remove(kept.at(`${PACKAGES}/wave/deep.py`))
          .file("/tmp/same.py", "roar()\n")
          .link(kept.at(`${PACKAGES}/wave/deep.py`), "/tmp/same.py"),
      /error\[/,
    ],
    [
      "a sitecustomize among the packages",
      (disk) => disk.file(kept.at(`${PACKAGES}/sitecustomize.py`), "evil()\n"),
      /sitecustomize/,
    ],
    [
      "a .pth file among the packages",
      (disk) => disk.file(kept.at(`${PACKAGES}/evil.pth`), "import evil\n"),
      /evil\.pth/,
    ],
    [
      "a sitecustomize among Python's own modules",
      (disk) => disk.file(`${LIBRARY}/sitecustomize.py`, "evil()\n"),
      /the modules of Python in .* are not those/,
    ],
    [
      "a changed module of Python",
      (disk) => disk.file(`${LIBRARY}/os.py`, "evil()\n"),
      /the modules of Python in .* are not those/,
    ],
    [
      "an archive of modules, where Python looks first",
      (disk) => disk.file("/usr/lib/python312.zip", "PK"),
      /python312\.zip was not there when the copy was made/,
    ],
    [
      "a changed compiled file",
      (disk) =>
        disk.file(kept.at(`bytecode${kept.at(`${PACKAGES}/wave/deep.cpython-312.pyc`)}`), "evil"),
      /compiled files .* are not those that were made with it/,
    ],
    [
      "an added compiled file",
      (disk) => disk.file(kept.at("bytecode/usr/lib/python3.12/evil.cpython-312.pyc"), "evil"),
      /compiled files .* are not those that were made with it/,
    ],
    [
      "a compiled file beside a source, which this Python would not read",
      (disk) => disk.file(kept.at(`${PACKAGES}/wave/__pycache__/deep.cpython-312.pyc`), "evil"),
      /error\[foreign-bytecode\]/,
    ],
    [
      "one that says that it was made from the source",
      (disk) =>
        disk.file(
          kept.at(`${PACKAGES}/wave/__pycache__/deep.cpython-312.pyc`),
          compiled("roar()\n", { body: "evil" }),
        ),
      /compiled file.*do: [^\n]*pinfold sync/s,
    ],
    [
      "other settings of the environment",
      (disk) =>
        disk.file(
          kept.at("env/pyvenv.cfg"),
          "home = /tmp/evil\ninclude-system-site-packages = true\n",
        ),
      /error\[/,
    ],
    [
      "another Python behind the link of the environment",
      (disk) =>
        disk
          .file("/tmp/python3.12", "\u007fELF evil", { mode: 0o755 })
          .remove(kept.at("env/bin/python"))
          .link(kept.at("env/bin/python"), "/tmp/python3.12"),
      /the Python of the private copy is not the pinned one/,
    ],
    [
      "other bytes in the pinned Python",
      (disk) => disk.file("/usr/bin/python3.12", "\u007fELF evil", { mode: 0o755 }),
      /error\[changed-launcher\]/,
    ],
    [
      "a link in place of the copy, to the same files",
      (disk) => {
        const { folder } = kept;
        disk.move(folder, "/tmp/elsewhere").link(folder, "/tmp/elsewhere");
      },
      /error\[/,
    ],
    [
      "no record of the copy",
      (disk) => disk.remove("/home/ada/.local/state/pinfold/python-copies"),
      /python-copies|no record/,
    ],
    [
      "no copy",
      (disk) => disk.remove(kept.folder),
      /there is no private copy of pypi:mcp-server-tern yet/,
    ],
  ];
  for (const [what, attack, words] of attacks)
    test(`${what}: refused`, async () => {
      attack(kept.disk);
      await refused(words);
    });

  test("modules and settings in the working directory have no effect", async () => {
    for (const name of ["sitecustomize.py", "json.py", "wave/__init__.py", "pyvenv.cfg", "uv.toml"])
      kept.disk.file(`${CWD}/${name}`, "evil");
    await unaffected();
  });

  test("packages of the user and uv's cache have no effect", async () => {
    kept.disk.file("/home/ada/.local/lib/python3.12/site-packages/usercustomize.py", "evil()\n");
    kept.disk.file(`/home/ada/.cache/uv/archive-v0/tern-environment/${PACKAGES}/wave/deep.py`, "");
    await unaffected();
  });

  test("variables that load code are not passed on", async () => {
    kept.sets({
      PYTHONPATH: "/tmp/evil",
      PYTHONHOME: "/tmp/evil",
      PYTHONSTARTUP: "/tmp/evil.py",
      LD_PRELOAD: "/tmp/evil.so",
      TOKEN: "secret",
    });
    const { started, said } = await kept.run();
    assert.equal(said.split("\n").length, 2, said);
    assert.match(said, /not passed on to .*LD_PRELOAD, PYTHONHOME, PYTHONPATH/);
    assert.deepEqual(Object.keys(started?.env ?? {}), ["TOKEN"]);
  });
});

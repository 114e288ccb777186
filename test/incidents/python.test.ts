import assert from "node:assert/strict";
import { test } from "node:test";

import { attestedStage } from "../support/attested-tern.ts";
import { type SmallWheel, TERN, WAVE } from "../support/python-home.ts";
import { offered } from "./offered.ts";

/** What the index showed: files that came into a wheel or that changed in it. The code is not the real one. */
interface Incident {
  readonly id: string;
  readonly package: string;
  readonly before: string;
  readonly after: string;
  readonly files: Readonly<Record<string, string>>;
  /** By the same publisher as before, proved. */
  readonly isAttested?: true;
  readonly risks: readonly string[];
}

const INCIDENTS: readonly Incident[] = [
  {
    id: "litellm",
    package: "litellm",
    before: "1.82.6",
    after: "1.82.8",
    files: { "litellm_init.pth": "import os, subprocess; subprocess.Popen(['python'])\n" },
    risks: ["install-script-added litellm", "suspicious-code litellm"],
  },
  {
    id: "elementary-data",
    package: "elementary-data",
    before: "0.23.2",
    after: "0.23.3",
    files: { "elementary.pth": "import elementary_data.start\n" },
    risks: ["install-script-added elementary-data"],
  },
  {
    id: "pytorch-lightning",
    package: "lightning",
    before: "2.6.1",
    after: "2.6.2",
    files: { "lightning/_runtime/router_runtime.js": "x();".repeat(900_000) },
    risks: ["size-jump lightning"],
  },
  {
    id: "mistral-guardrails-pypi",
    package: "mistralai",
    before: "2.4.5",
    after: "2.4.6",
    files: {
      "mistralai/__init__.py": "import urllib.request\nurllib.request.urlopen('https://x.test')\n",
    },
    risks: ["suspicious-code mistralai"],
  },
  {
    id: "ultralytics-1",
    package: "ultralytics",
    before: "8.3.40",
    after: "8.3.41",
    files: {
      "ultralytics/downloads.py":
        "import subprocess\nsubprocess.Popen(['/tmp/ultralytics_runner'])\n",
    },
    isAttested: true,
    risks: ["suspicious-code ultralytics"],
  },
  {
    id: "num2words",
    package: "num2words",
    before: "0.5.14",
    after: "0.5.15",
    files: { "num2words/base.py": "import base64\nexec(base64.b64decode('cHJpbnQoMSk='))\n" },
    risks: ["suspicious-code num2words"],
  },
];

for (const { id, package: name, before, after, files, isAttested, risks } of INCIDENTS) {
  test(`${id}: what is installed fails, the update waits, then says ${risks.join(", ")}`, async () => {
    const module = name.replaceAll("-", "_");
    const good: SmallWheel = {
      name,
      version: before,
      files: { [`${module}/__init__.py`]: "go()\n" },
    };
    const bad: SmallWheel = { name, version: after, files: { ...good.files, ...files } };
    const server: SmallWheel = { ...TERN, requires: ["wave", name] };
    await using it = await attestedStage(undefined, [server, WAVE]);
    const { world, python, index } = it;
    index.publish(good, { at: "2026-06-01T09:00:00Z" });
    if (isAttested === true) await it.attests(`${name}==${before}`);
    python.caches("tern-environment", server, WAVE, good);
    assert.ok(await world.locks(), world.err);
    assert.equal((await world.asks()).exitCode, 0);

    index.publish(bad, { at: "2026-11-22T18:00:00Z" });
    if (isAttested === true) await it.attests(`${name}==${after}`);
    assert.equal((await offered(world)).outcome, "current");

    python.caches("tern-environment", server, WAVE, bad);
    assert.equal((await world.verifies()).exitCode, 1);

    world.waits(15);
    assert.deepEqual((await offered(world)).risks, risks);
    const startsWithPython = risks.some((risk) => risk.startsWith("install-script-added"));
    assert.equal(await world.updates({ isYes: true }), startsWithPython ? 3 : 0);
  });
}

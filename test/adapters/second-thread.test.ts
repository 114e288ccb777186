import assert from "node:assert/strict";
import { suite, test } from "node:test";

import { NodeDisk } from "../../src/adapters/node-disk.ts";
import { besideChainReader } from "../../src/adapters/tree-reader/chain-reader.ts";
import type { ChainRequest } from "../../src/model/chain-reading.ts";
import { reportChain } from "../../src/path-search/chain.ts";
import { RecordingDisk } from "../../src/daemon/recording-disk.ts";
import { DiskView } from "../../src/path-search/disk-view.ts";
import { ChainReading } from "../../src/verify/find-chains.ts";
import { LauncherHome, server } from "../support/launcher-home.ts";

const posix = { skip: process.platform === "win32" ? "POSIX permissions" : false };

function requestOf(home: LauncherHome, command: string): ChainRequest {
  const { home: folder, path } = home;
  return { purpose: "launcher", language: null, command, path, cwd: folder, home: folder, env: {} };
}

suite("chains read in the second thread", posix, () => {
  test("are those that are read here, in the order of the requests", async () => {
    using home = new LauncherHome();
    home.folder("usr/bin", 0o777);
    const requests = ["npx", "node", "nothing-of-that-name"].map((name) => requestOf(home, name));
    const here = requests.map((one) => reportChain(new DiskView(new NodeDisk(), home.home), one));
    const beside = await besideChainReader.read(requests);
    // A machine with one core has no thread to spare.
    assert.ok(beside === null || beside.length === 3);
    if (beside !== null) assert.deepEqual(beside, here);
  });

  test("that fail there are left to this thread, and the next ones are read again", async () => {
    using home = new LauncherHome();
    // What no caller asks: the thread ends over it.
    const broken = { ...requestOf(home, "npx"), path: null } as unknown as ChainRequest;
    assert.equal(await besideChainReader.read([broken]), null);
    const [again] = (await besideChainReader.read([requestOf(home, "npx")])) ?? [];
    if (again !== undefined) assert.equal(again.chain.programs[0]?.problem, null);
  });

  test("are not read again, and what another thread said is judged", async () => {
    using home = new LauncherHome();
    const disk = new RecordingDisk(home.disk, []);
    const reading = new ChainReading({ ...home.context, disk });
    await reading.readBeside([server()], {
      read: (requests) =>
        Promise.resolve(
          requests.map((one) => {
            const { chain } = reportChain(new DiskView(new NodeDisk(), home.home), one);
            return { chain: { ...chain, unfollowed: "/told/by/the/other" }, hazards: [] };
          }),
        ),
    });
    const [found] = reading.find(server());
    assert.equal(found?.chain.unfollowed, "/told/by/the/other");
    const programs = disk.seen.filter(([path]) => path.startsWith(home.at("usr")));
    assert.deepEqual(programs, []);
  });
});

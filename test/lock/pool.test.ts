import assert from "node:assert/strict";
import { setTimeout } from "node:timers/promises";
import { test } from "node:test";

import { pooled } from "../../src/lock/pool.ts";

test("answers come in the order of the items", async () => {
  const answers = await pooled([3, 1, 2], 2, async (item) => {
    await setTimeout(item);
    return item * 2;
  });
  assert.deepEqual(answers, [6, 2, 4]);
});

test("a failure is thrown when all that was begun has ended, and nothing more is begun", async () => {
  const begun: number[] = [];
  const ended: number[] = [];
  const work = pooled([0, 1, 2, 3], 2, async (item) => {
    begun.push(item);
    if (item === 0) throw new Error("the disk is full");
    await setTimeout(5);
    ended.push(item);
  });
  await assert.rejects(work, /the disk is full/);
  assert.deepEqual([begun, ended], [[0, 1], [1]]);
});

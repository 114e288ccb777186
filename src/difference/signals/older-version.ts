import semver from "semver";

import { defineSignal } from "./define.ts";

export const olderVersion = defineSignal({
  id: "older-version",
  title: "older",
  *check({ pair: { from, to } }) {
    if (from === null || semver.valid(from.version) === null || semver.valid(to.version) === null)
      return;
    if (semver.lt(to.version, from.version))
      yield { message: `${to.version} is older than ${from.version}` };
  },
});

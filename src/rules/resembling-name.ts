import { defineRule } from "./define.ts";

export const resemblingName = defineRule({
  id: "resembling-name",
  title: "The package of a server has nearly the name of another one",
  severity: "warning",
  docs: {
    why: "Names of packages are free to take, and are typed from memory, also by models. A name that is one letter, a look-alike letter, a left-out scope or another registry away from a server that is pinned here or that many use may be that server's honest neighbour, or somebody who waits for the slip.",
    remedy:
      "Compare both where they are published: who publishes them, since when, from which repository. Pin the one that you meant; of what is pinned nothing is said.",
  },
  checks: {
    *names({ location, label, resembles }) {
      for (const { other, why, how } of resembles)
        yield {
          message: `the name of ${label} ${how}: ${other}, ${why}`,
          location,
          remedy: `make sure that you mean ${label} and not ${other}: compare publisher, age and repository of both`,
        };
    },
  },
});

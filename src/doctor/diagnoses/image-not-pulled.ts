import { defineDiagnosis } from "../define.ts";

export const imageNotPulled = defineDiagnosis({
  id: "image-not-pulled",
  title: "The image is not on this machine yet",
  severity: "warning",
  consequence: "none",
  docs: {
    why: "The first start fetches it, which takes longer than most clients wait: they give up, and the next start works. Behind a registry that asks for a login it never does.",
    remedy: "Fetch it once in a terminal: `docker pull IMAGE`.",
  },
  checks: {
    *container({ engine, image, isPulled, place }) {
      if (isPulled === false)
        yield {
          ...place,
          message: `the image ${image} is not on this machine`,
          remedy: `${engine} pull ${image}`,
        };
    },
  },
});

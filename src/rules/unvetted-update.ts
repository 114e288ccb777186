import { isMoved } from "../model/online.ts";
import { defineRule } from "./define.ts";
import { movesText, offerText } from "./online-texts.ts";

export const unvettedUpdate = defineRule({
  id: "unvetted-update",
  title: "The next start runs something newer than the pinned version",
  severity: "error",
  docs: {
    why: "The entry lets the version move by itself, and the registry has moved: the next start of the client fetches and runs packages that nobody vetted. This is how a stolen publishing account reaches a machine within hours. Only `pinfold verify --online` can see it before it runs. Where the version is exact and nothing is installed, only dependencies can move: that is a warning.",
    remedy:
      "To stay, write the pinned version into the config: `npx -y NAME@VERSION`. To move, `pinfold update SERVER` shows what changed, the riskiest first, and asks.",
  },
  checks: {
    *online({ name, isFloating, resolvesAnew, packages, closure, cooldownDays }) {
      const moves = closure === null ? "" : movesText(closure);
      let isTold = false;
      for (const { package: own, pinned, next } of packages) {
        if (!isFloating || next === null || next.order !== "newer") continue;
        isTold = true;
        const brings = moves === "" ? "" : `; ${moves}`;
        yield {
          message: `the next start runs ${own} ${next.version}, pinned ${pinned}; ${offerText(next, cooldownDays)}${brings}`,
          pinned,
          observed: next.version,
          wouldRun: `${own} ${next.version}`,
          remedy: resolvesAnew
            ? `review: pinfold update ${name}; an exact version in the config would not hold its dependencies`
            : `stay: write ${own}@${pinned} into the config; review: pinfold update ${name}`,
        };
      }
      const [main] = packages;
      const isHere = main?.next?.order === "same";
      if (isTold || !isHere || closure === null || !isMoved(closure)) return;
      const what = resolvesAnew
        ? `the next start runs ${main.package} ${main.pinned} with other dependencies than the pinned ones`
        : `the next start installs ${main.package} ${main.pinned} anew, and not with the pinned dependencies`;
      yield {
        message: `${what}: it ${moves}`,
        wouldRun: `${main.package} ${main.pinned}`,
        remedy: `review: pinfold update ${name}`,
        ...(isFloating || resolvesAnew ? {} : { severity: "warning" }),
      };
    },
  },
});

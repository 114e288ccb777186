import { PinfoldError } from "../../errors.ts";
import { distributionOf } from "../../lockfile/pypi-schema.ts";
import type { Subject } from "../../model/subject.ts";

interface Sourced {
  readonly name: string;
  /** Where it comes from, when that is no index. */
  readonly source?: object | null | undefined;
}

/** The package that a subject is: by its name, or by where it comes from. */
export function rootOf<One extends Sourced>(
  { name }: Pick<Subject<"pypi">, "name">,
  packages: readonly One[],
): One {
  const isElsewhere = /\.(?:git|url)\.[0-9a-f]{16}$/.test(name);
  const distribution = distributionOf(name);
  const elsewhere = packages.filter(({ source }) => source != null);
  const found = isElsewhere
    ? (elsewhere.find((one) => one.name === distribution) ?? elsewhere[0])
    : packages.find((one) => one.name === distribution);
  if (found !== undefined) return found;
  throw new PinfoldError(
    "input",
    `what uv resolved does not hold ${distribution}`,
    "check the package's name in the config",
  );
}

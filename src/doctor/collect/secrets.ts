import type { ClientDefinition } from "../../clients/define.ts";
import { DiskError } from "../../ports/disk.ts";
import type { KnownServer } from "../../verify/servers.ts";
import type { SecretFacts } from "../facts.ts";
import { kindByName, kindByShape } from "../secrets/by-name.ts";
import { kindsByService } from "../secrets/by-service.ts";
import { type Spot, spotsOf } from "../secrets/spots.ts";
import type { DoctorWorld } from "../world.ts";
import type { EntryPlaces } from "./entry-places.ts";

/** Where an entry holds secrets as they are, by kind. Of the values nothing is kept. */
export async function secretFacts(
  world: DoctorWorld,
  { entry }: KnownServer,
  places: EntryPlaces,
): Promise<SecretFacts> {
  const spots = spotsOf(entry, places);
  const kinds = await kindsByService(spots);
  const found = new Map<string, SecretFacts["secrets"][number]>();
  for (const [index, spot] of spots.entries()) {
    const kind = kindByShape(spot) ?? kinds[index] ?? kindByName(spot);
    if (kind === null) continue;
    const { location, excerpt } = spot.place;
    const key = JSON.stringify(location);
    const { where, isArgument } = spot;
    const secret = { kind, where, name: variableOf(spot), isArgument, location, excerpt };
    // Of the parts of one text the first says enough.
    if (!found.has(key)) found.set(key, secret);
  }
  const client = world.clients.find(({ id }) => id === entry.client);
  return {
    clientName: entry.clientName,
    instead: insteadOf(client),
    isOfProject: entry.scope === "project",
    isReadableByOthers: isReadableByOthers(world, entry.source.file),
    secrets: [...found.values()],
  };
}

function insteadOf(client: ClientDefinition | undefined): string {
  if (client?.secretsBy !== undefined) return client.secretsBy;
  switch (client?.replaces?.[0]) {
    case undefined:
      return "let a launcher fetch it: `op run --`, `doppler run --`, `infisical run --`";
    case "${input:ID}":
      return 'write ${input:NAME}, and define it in "inputs" with "password": true';
    case "${{ secrets.NAME }}":
      return "write ${{ secrets.NAME }}";
    case "$NAME":
      return "write $NAME, and set it where the client is started";
    case "{env:NAME}":
      return "write {env:NAME}, and set it where the client is started";
    case "${env:NAME}":
      return "write ${env:NAME}, and set it where the client is started";
    default:
      return "write ${NAME}, and set it where the client is started";
  }
}

/** `GITHUB_TOKEN` of a variable, `API_KEY` of `--api-key`. */
function variableOf({ name }: Spot): string {
  const plain = name
    .replace(/^-+/, "")
    .replaceAll(/[^A-Za-z\d]+/g, "_")
    .slice(0, 60)
    .toUpperCase();
  return /^[A-Z_]/.test(plain) ? plain : "SECRET";
}

function isReadableByOthers({ disk, machine }: DoctorWorld, file: string): boolean {
  if (machine.platform === "win32") return false;
  try {
    const real = disk.realPath(file);
    const mode = real === null ? 0 : (disk.stat(real)?.mode ?? 0);
    return (mode & 0o004) !== 0 && isReachable({ disk, machine }, real ?? file);
  } catch (thrown) {
    if (thrown instanceof DiskError) return false;
    throw thrown;
  }
}

/** A folder above that others may not pass keeps the file from them. */
function isReachable(
  { disk, machine }: Pick<DoctorWorld, "disk" | "machine">,
  file: string,
): boolean {
  const folders = file
    .split("/")
    .slice(1, -1)
    .map((_, index, names) => `/${names.slice(0, index + 1).join("/")}`);
  return (
    folders.every((folder) => ((disk.stat(folder)?.mode ?? 0) & 0o001) !== 0) ||
    machine.home === "/"
  );
}

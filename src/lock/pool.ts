/**
 * Runs work over items, `width` at a time; answers in the order of the items. After a failure nothing
 * more is begun, and it is thrown when what was under way has ended: what is then cleared away stays so.
 */
export async function pooled<Item, Result>(
  items: readonly Item[],
  width: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = [];
  let next = 0;
  let failure: { readonly thrown: unknown } | null = null;
  const worker = async (): Promise<void> => {
    while (failure === null && next < items.length) {
      const index = next;
      next += 1;
      const item = items[index];
      if (item === undefined) continue;
      try {
        results[index] = await work(item);
      } catch (thrown) {
        failure ??= { thrown };
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(width, items.length) }, worker));
  raise(failure);
  return results;
}

function raise(failure: { readonly thrown: unknown } | null): void {
  if (failure !== null) throw failure.thrown;
}

/** Does the work for each, in turn or side by side. The first failure counts, once all of it has ended. */
export async function each<A, B>(
  items: readonly A[],
  work: (item: A) => Promise<B>,
  inTurn: boolean,
): Promise<B[]> {
  if (!inTurn) {
    const ended = await Promise.allSettled(items.map(work));
    return ended.map((one) => {
      if (one.status === "rejected") throw one.reason;
      return one.value;
    });
  }
  const results: B[] = [];
  for (const item of items) results.push(await work(item));
  return results;
}

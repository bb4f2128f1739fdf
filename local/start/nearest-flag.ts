/** The known flag that a mistyped one was probably meant to be; flags names it in its refusal. */

/** More than a third of the letters wrong is no typing mistake. */
const largestShareWrong = 1 / 3;

/** @returns undefined when none is near */
export function nearestFlag(flag: string, known: readonly string[]): string | undefined {
  const [nearest] = known
    .map((name) => ({ name, distance: editDistance(flag, name) }))
    .filter(({ name, distance }) => distance <= name.length * largestShareWrong)
    .sort((one, other) => one.distance - other.distance);
  return nearest?.name;
}

/** How many letters must be added, removed or changed. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...from].entries()) {
    const next = [line + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (row[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}

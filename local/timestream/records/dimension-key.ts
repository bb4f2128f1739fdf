/** One text for one dimension set, so that the store finds a series by a single look-up. */
import type { Dimension } from './record';

/** @param dimensions ascending by name */
export function dimensionKeyOf(dimensions: readonly Dimension[]): string {
  let key = '';
  // Lengths keep values apart whatever characters they hold.
  for (const { name, value } of dimensions) key += `${name.length}:${name}${value.length}:${value}`;
  return key;
}

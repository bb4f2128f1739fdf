/** Which series have a value of a dimension, so that a query about few of them need not be joined to all; read by catalog-of. */
import type { Series } from './table';

interface DimensionIndex {
  readonly idsByValue: Map<string, number[]>;
  /** How many of the series it has. */
  size: number;
}

export class SeriesIndex {
  readonly #series: readonly Series[];
  /** Only of dimensions that were asked for, by name. */
  readonly #dimensions = new Map<string, DimensionIndex>();

  /** @param series a list that may grow */
  constructor(series: readonly Series[]) {
    this.#series = series;
  }

  /** @returns the ids of the series with one of the values; undefined when they are more than `most` */
  withDimension(name: string, values: readonly string[], most: number): readonly number[] | undefined {
    const { idsByValue } = this.#indexOf(name);
    const found: number[] = [];
    for (const value of new Set(values)) {
      const ids = idsByValue.get(value) ?? [];
      if (found.length + ids.length > most) return undefined;
      found.push(...ids);
    }
    return found;
  }

  #indexOf(name: string): DimensionIndex {
    let index = this.#dimensions.get(name);
    if (index === undefined) this.#dimensions.set(name, (index = { idsByValue: new Map(), size: 0 }));
    for (; index.size < this.#series.length; index.size += 1) {
      const series = this.#series[index.size];
      const value = series?.dimensions.find((dimension) => dimension.name === name)?.value;
      if (series === undefined || value === undefined) continue;
      const ids = index.idsByValue.get(value);
      if (ids === undefined) index.idsByValue.set(value, [series.id]);
      else ids.push(series.id);
    }
    return index;
  }
}

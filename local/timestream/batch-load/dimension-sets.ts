/** Dimension sets of rows: the devices of a file come again and again, and so do their sets; asked by row-mapper. */
import { dimensionKeyOf } from '../records/dimension-key';
import type { TimestreamRecord } from '../records/record';

type DimensionSet = Pick<TimestreamRecord, 'dimensions' | 'dimensionKey'>;

/** Some 50 MB with three dimensions. */
const maxKnown = 100_000;

/** What is known by the values so far: one more value leads on. */
class Known {
  readonly next = new Map<string | undefined, Known>();
  set: DimensionSet | undefined;
}

export class DimensionSets {
  readonly #names: readonly string[];
  #first = new Known();
  #count = 0;

  /** @param names ascending */
  constructor(names: readonly string[]) {
    this.#names = names;
  }

  /** @param valueOf the value of the name at a place; undefined when there is none */
  get(valueOf: (place: number) => string | undefined): DimensionSet {
    let known = this.#first;
    for (let place = 0; place < this.#names.length; place += 1) {
      const value = valueOf(place);
      let next = known.next.get(value);
      if (!next) known.next.set(value, (next = new Known()));
      known = next;
    }
    return (known.set ??= this.#make(valueOf));
  }

  #make(valueOf: (place: number) => string | undefined): DimensionSet {
    const dimensions = this.#names.flatMap((name, place) => {
      const value = valueOf(place);
      return value === undefined ? [] : [{ name, value }];
    });
    this.#count += 1;
    if (this.#count > maxKnown) {
      this.#first = new Known();
      this.#count = 1;
    }
    return { dimensions, dimensionKey: dimensionKeyOf(dimensions) };
  }
}

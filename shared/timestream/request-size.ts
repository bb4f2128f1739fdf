/** What a request costs while records are added to it, and what all of them have in common; batch looks for the best place to cut. */
import { timeBytes } from './metered';
import type { CommonAttributes } from './request-body';
import type { Series, SizedRecord } from './series';
import { isSameDimension, type SeriesDimension } from './series-dimensions';

/**
 * The bytes of a request whose shared attributes are sent once. They follow from sums over its records, so that adding a record of the
 * series before costs nothing but additions.
 */
export class RequestSize {
  #records = 0;
  #ownBytes = 0;
  #dimensionBytes = 0;
  #measureNameBytes = 0;
  #shared: readonly SeriesDimension[] = [];
  #sharedBytes = 0;
  #first: SizedRecord | undefined;
  #last: Series | undefined;
  #isMeasureNameShared = true;
  #isTimeShared = true;
  #isVersionShared = true;

  add(sized: SizedRecord): void {
    const { record, series, ownBytes } = sized;
    if (this.#first === undefined) {
      this.#first = sized;
      this.#share(series.dimensions);
    } else {
      const first = this.#first;
      this.#isTimeShared &&= record.timeNs === first.record.timeNs;
      this.#isVersionShared &&= record.version === first.record.version;
      if (series !== this.#last) {
        this.#isMeasureNameShared &&= series.measureName === first.series.measureName;
        if (!hasAll(series, this.#shared)) this.#share(this.#shared.filter((dimension) => has(series, dimension)));
      }
    }
    this.#last = series;
    this.#records += 1;
    this.#ownBytes += ownBytes;
    this.#dimensionBytes += series.dimensionBytes;
    this.#measureNameBytes += series.measureNameBytes;
  }

  get bytes(): number {
    const repeated = this.#records - 1;
    return this.#ownBytes + this.#dimensionBytes + this.#measureNameBytes - repeated * (
      this.#sharedBytes
      + (this.#isTimeShared ? timeBytes : 0)
      + (this.#isMeasureNameShared ? this.#first?.series.measureNameBytes ?? 0 : 0));
  }

  /** True of every record that was added. */
  common(): CommonAttributes {
    const first = this.#first;
    if (first === undefined) return { dimensions: [] };
    return {
      dimensions: this.#shared,
      ...(this.#isMeasureNameShared ? { measureName: first.series.measureName } : {}),
      ...(this.#isTimeShared ? { timeNs: first.record.timeNs } : {}),
      ...(this.#isVersionShared ? { version: first.record.version } : {}),
    };
  }

  #share(dimensions: readonly SeriesDimension[]): void {
    this.#shared = dimensions;
    this.#sharedBytes = dimensions.reduce((sum, { bytes }) => sum + bytes, 0);
  }
}

function hasAll(series: Series, dimensions: readonly SeriesDimension[]): boolean {
  for (const dimension of dimensions) if (!has(series, dimension)) return false;
  return true;
}

function has({ dimensions }: Series, wanted: SeriesDimension): boolean {
  for (const dimension of dimensions) if (isSameDimension(dimension, wanted)) return true;
  return false;
}

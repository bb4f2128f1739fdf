/** A column of texts -> Datum text. Equal texts, which those of dimensions mostly are, are decoded and escaped once a chunk. */
import type { DuckDBVarCharVector, DuckDBVector } from '@duckdb/node-api';
import type { ColumnEncoder } from './column-encoder';
import { NULL_DATUM } from './datum';

/** A DuckDB string: its length and 12 bytes, which are the text itself or, when it is longer, its beginning and its address. */
const ENTRY_BYTES = 16;
const WORDS = ENTRY_BYTES / Int32Array.BYTES_PER_ELEMENT;
const SLOT_BITS = 8;
/** A text of at most so many bytes is in its entry. */
const MAX_INLINE_BYTES = 12;

/** What the binding keeps in a vector of texts without showing it. */
interface Entries {
  readonly dataView: DataView;
  readonly validity: { itemValid(row: number): boolean };
}

/** Texts by the entry they were read from, one in each slot. */
export class TextColumn implements ColumnEncoder {
  readonly #words = new Int32Array(WORDS << SLOT_BITS);
  readonly #texts: (string | undefined)[] = new Array<undefined>(1 << SLOT_BITS).fill(undefined);
  #vector: DuckDBVector | undefined;
  #entries: Entries | undefined;

  /** Addresses mean something within one chunk only, so longer texts are forgotten. Chunks may be of few rows. */
  open(vector: DuckDBVector): void {
    for (let slot = 0; slot < this.#texts.length; slot += 1) {
      if ((this.#words[slot * WORDS] ?? 0) > MAX_INLINE_BYTES) this.#texts[slot] = undefined;
    }
    this.#vector = vector;
    // Without them every text is decoded for itself, which is right as well, and slower.
    const { dataView, validity } = vector as DuckDBVector & Partial<Entries>;
    this.#entries = dataView === undefined || validity === undefined ? undefined : { dataView, validity };
  }

  read(row: number): string {
    if (this.#entries === undefined) return this.#decode(row);
    const { dataView, validity } = this.#entries;
    if (!validity.itemValid(row)) return NULL_DATUM;
    const at = row * ENTRY_BYTES;
    const length = dataView.getInt32(at, true);
    const first = dataView.getInt32(at + 4, true);
    const second = dataView.getInt32(at + 8, true);
    const third = dataView.getInt32(at + 12, true);
    const slot = Math.imul(length ^ Math.imul(first, 31) ^ Math.imul(second, 0x85ebca6b) ^ third, 0x9e3779b1) >>> (32 - SLOT_BITS);
    const words = this.#words;
    const word = slot * WORDS;
    const known = this.#texts[slot];
    if (known !== undefined && words[word] === length && words[word + 1] === first && words[word + 2] === second && words[word + 3] === third) return known;
    words[word] = length;
    words[word + 1] = first;
    words[word + 2] = second;
    words[word + 3] = third;
    return (this.#texts[slot] = this.#decode(row));
  }

  #decode(row: number): string {
    const text = (this.#vector as DuckDBVarCharVector | undefined)?.getItem(row) ?? null;
    return text === null ? NULL_DATUM : `{"ScalarValue":${JSON.stringify(text)}}`;
  }
}

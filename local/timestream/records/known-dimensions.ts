/**
 * Lists of dimensions by the bytes they come as: devices write again and again, and their dimensions need no second look. Used
 * by scan-request; what is seen for the first time is read as the shape of a record and decode-records read it.
 */
import { ServiceError } from '../errors';
import { parseInput } from '../protocol/shape';
import { parseWireJson } from '../protocol/wire-json';
import { dimensionSet, type DimensionSet, type WireDimensions } from './decode-records';
import { KnownBytes, type PlainJson } from './plain-json';
import { recordShape } from './record-shape';

/** With the sets it takes several times as much memory; three dimensions are some 120 bytes. */
const maxKnownBytes = 8 * 1024 * 1024;
/** With how many common lists one is remembered. */
const maxSets = 64;

export class KnownDimensions {
  readonly bytes: KnownBytes;
  readonly #dimensions: WireDimensions;
  #alone: DimensionSet | undefined;
  readonly #sets = new Map<KnownDimensions, DimensionSet>();
  /** The list that came after it the last time. */
  next: KnownDimensions | undefined;

  constructor(bytes: Buffer, dimensions: WireDimensions) {
    this.bytes = new KnownBytes(bytes);
    this.#dimensions = dimensions;
  }

  /** @throws ServiceError ValidationException, as decoding does */
  setWith(common: KnownDimensions | undefined): DimensionSet {
    if (common === undefined) return this.#alone ??= dimensionSet(this.#dimensions);
    const made = this.#sets.get(common);
    if (made) return made;
    const set = dimensionSet([...common.#dimensions, ...this.#dimensions]);
    if (this.#sets.size >= maxSets) this.#sets.clear();
    this.#sets.set(common, set);
    return set;
  }
}

const known = new Map<string, KnownDimensions>();
let knownBytes = 0;
let last: KnownDimensions | undefined;

export function readDimensions(json: PlainJson): KnownDimensions {
  json.skipSpaces();
  // Devices mostly take their turns in the same order.
  let found = last?.next;
  if (!found || !json.passIfBytes(found.bytes)) {
    found = json.array((bytes) => known.get(bytes) ?? add(bytes));
    if (last) last.next = found;
  }
  last = found;
  return found;
}

/** @returns undefined when it is no JSON, or no valid list of dimensions */
function add(text: string): KnownDimensions | undefined {
  const bytes = Buffer.from(text, 'latin1');
  try {
    const { Dimensions } = parseInput(recordShape, { Dimensions: parseWireJson(bytes) });
    if (Dimensions === undefined) return undefined;
    knownBytes += text.length;
    if (knownBytes > maxKnownBytes) {
      known.clear();
      knownBytes = text.length;
    }
    const added = new KnownDimensions(bytes, Dimensions);
    // As a text of its own: the one given is part of a whole body, which it would keep.
    known.set(bytes.toString('latin1'), added);
    return added;
  } catch (cause) {
    if (cause instanceof ServiceError) return undefined;
    throw cause;
  }
}

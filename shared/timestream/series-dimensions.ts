/** The dimensions of a series with what they cost and how they are written: found once for all records that share them; series gathers by them. */
import { utf8Bytes } from './metered';
import { quotedJson } from './json-text';
import type { TimestreamRecord } from './record';

type Dimensions = TimestreamRecord['dimensions'];

export interface SeriesDimension {
  readonly name: string;
  readonly value: string;
  /** What it costs where it is not shared. */
  readonly bytes: number;
  /** As a request has it. */
  readonly json: string;
}

export interface SeriesDimensions {
  readonly list: readonly SeriesDimension[];
  readonly bytes: number;
  /** The same for the same names and values in the same order, and for no others. */
  readonly key: string;
}

/** Decoders hand the same array out for every reading of a device. */
const known = new WeakMap<Dimensions, SeriesDimensions>();

export function isSameDimension(one: SeriesDimension, other: SeriesDimension): boolean {
  return one === other || one.json === other.json;
}

export function seriesDimensions(dimensions: Dimensions): SeriesDimensions {
  let found = known.get(dimensions);
  if (found === undefined) {
    found = measured(dimensions);
    known.set(dimensions, found);
  }
  return found;
}

/** Enough for the devices and their sites that one function meets in a while. */
const mostRemembered = 20_000;

/** By its JSON: what many series have, a site or a model, is one object in all of them. */
const alike = new Map<string, SeriesDimension>();

function seriesDimension(name: string, value: string): SeriesDimension {
  const json = `{"Name":${quotedJson(name)},"Value":${quotedJson(value)}}`;
  const found = alike.get(json);
  if (found !== undefined) return found;
  const dimension = { name, value, bytes: utf8Bytes(name) + utf8Bytes(value), json };
  if (alike.size >= mostRemembered) alike.clear();
  alike.set(json, dimension);
  return dimension;
}

/** Lengths keep names and values apart, whatever characters they have. */
function measured(dimensions: Dimensions): SeriesDimensions {
  const list = dimensions.map(({ name, value }) => seriesDimension(name, value));
  return {
    list,
    bytes: list.reduce((sum, { bytes }) => sum + bytes, 0),
    key: list.map(({ name, value }) => `${name.length} ${value.length} ${name}${value}`).join('\n'),
  };
}

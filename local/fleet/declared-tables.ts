/** Reads tables.json as plain JSON into what a simulated device needs to know; plan-fleet makes devices of it. */

/** Where a message carries a value: a topic level (from 1), the MQTT client id, or a path of payload keys. */
export type Place = { readonly topicLevel: number } | 'client-id' | { readonly keys: readonly string[] };

export interface DeclaredDimension {
  readonly name: string;
  readonly places: readonly Place[];
  readonly required: boolean;
}

export interface DeclaredMeasure {
  readonly name: string;
  readonly type: string;
  readonly places: readonly Place[];
  readonly unit?: string;
  /** What a device says is multiplied by this; the limits are those of the product. */
  readonly scale?: number;
  readonly min?: number;
  readonly max?: number;
  /** The only texts it may have. */
  readonly texts?: readonly string[];
  readonly isCounter: boolean;
}

export interface DeclaredSource {
  readonly topicFilter: string;
  /** Where in a message its readings are; without it the message is the reading. */
  readonly each?: readonly string[];
  /** What every message of this source says. */
  readonly when: readonly { readonly keys: readonly string[]; readonly value: unknown }[];
}

export interface DeclaredTable {
  readonly name: string;
  readonly sources: readonly DeclaredSource[];
  readonly time: { readonly places: readonly Place[]; readonly format: string };
  /** Where a reading says its version; none for a table without versions. */
  readonly versionPlaces: readonly Place[];
  readonly dimensions: readonly DeclaredDimension[];
  /** Without the retired ones: no device sends them any more. */
  readonly measures: readonly DeclaredMeasure[];
  readonly partitionKey?: string;
  /** How far back readings are accepted; everything when late arrivals are. */
  readonly acceptedMs: number;
  readonly expected: { readonly devices: number; readonly everyMs: number };
}

type Json = Readonly<Record<string, unknown>>;

const hourMs = 3_600_000;
const defaultEvery = '10s';
const defaultDevices = 5;
const millisecondsPer: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: hourMs, d: 24 * hourMs };

/**
 * The tables that devices publish to. The file has been checked before it gets here (a wrong one never reaches the fleet),
 * so whatever has another shape is passed over in silence.
 */
export function declaredTables(tablesJson: unknown): DeclaredTable[] {
  return Object.entries(asObject(asObject(tablesJson).tables))
    .map(([name, table]) => declaredTable(name, asObject(table)))
    .filter((table) => table.sources.length > 0);
}

function declaredTable(name: string, table: Json): DeclaredTable {
  const time = asObject(table.time);
  const retention = asObject(table.retention);
  const expected = asObject(table.expected);
  return {
    name,
    sources: asList(table.sources).flatMap((source) => declaredSource(asObject(source))),
    versionPlaces: table.version === undefined ? [] : placesOf(asObject(table.version).from, 'version'),
    time: { places: placesOf(time.from, 'time'), format: asText(time.format) ?? 'auto' },
    dimensions: Object.entries(asObject(table.dimensions)).map(([dimension, value]) => ({
      name: dimension,
      places: placesOf(asObject(value).from, dimension),
      required: asObject(value).required === true,
    })),
    measures: Object.entries(asObject(table.measures))
      .filter(([, value]) => asObject(value).retired !== true)
      .map(([measure, value]) => declaredMeasure(measure, value)),
    ...optional('partitionKey', asText(table.partitionKey)),
    acceptedMs: retention.lateArrivals === true ? Infinity : (asNumber(retention.memoryHours) ?? Infinity) * hourMs,
    expected: {
      devices: asNumber(expected.devices) ?? defaultDevices,
      everyMs: durationMs(asText(expected.every) ?? defaultEvery),
    },
  };
}

function declaredSource({ topic, each, when }: Json): DeclaredSource[] {
  if (!isText(topic)) {
    return [];
  }
  const conditions = Object.entries(asObject(when)).map(([path, value]) => ({ keys: keysOf(path), value }));
  return [{ topicFilter: topic, when: conditions, ...(isText(each) ? { each: keysOf(each) } : {}) }];
}

/** A measure is its type alone (`"DOUBLE"`), or an object that says more. */
function declaredMeasure(name: string, value: unknown): DeclaredMeasure {
  const measure = isText(value) ? { type: value } : asObject(value);
  return {
    name,
    type: asText(measure.type) ?? 'DOUBLE',
    places: placesOf(measure.from, name),
    isCounter: measure.kind === 'counter',
    ...optional('unit', asText(measure.unit)),
    ...optional('scale', asNumber(measure.scale)),
    ...(Array.isArray(measure.enum) ? { texts: measure.enum.filter(isText) } : {}),
    ...optional('min', asNumber(measure.min)),
    ...optional('max', asNumber(measure.max)),
  };
}

/** `from` is one place or a list of alternatives; without it the value stands under its own name. */
function placesOf(from: unknown, name: string): Place[] {
  const texts = (Array.isArray(from) ? from : [from]).filter(isText);
  return texts.length === 0 ? [{ keys: [name] }] : texts.map(placeOf);
}

function placeOf(text: string): Place {
  const level = /^topic\((\d+)\)$/.exec(text)?.[1];
  if (level !== undefined) {
    return { topicLevel: Number(level) };
  }
  return text === 'clientid()' ? 'client-id' : { keys: keysOf(text) };
}

function keysOf(path: string): string[] {
  return path.replace(/^\$\.?/, '').split('.');
}

function durationMs(text: string): number {
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  return count === undefined || unit === undefined ? durationMs(defaultEvery) : Number(count) * (millisecondsPer[unit] ?? 1);
}

function optional<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  // A computed key is typed as an index signature; the one key is K.
  return value === undefined ? {} : ({ [key]: value } as { [key in K]: V });
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}

function asText(value: unknown): string | undefined {
  return isText(value) ? value : undefined;
}

function asNumber(value: unknown): number | undefined {
  return typeof value === 'number' ? value : undefined;
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

function asObject(value: unknown): Json {
  // Any object that is not an array can be read by key.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

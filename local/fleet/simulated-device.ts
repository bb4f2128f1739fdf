/** One simulated device of one table: where it publishes and what it says at a given time; plan-fleet makes them. */
import type { DeclaredDimension, DeclaredMeasure, DeclaredTable, Place } from './declared-tables';
import { deviceTopic, thingWord, wildcardLevels } from './device-topic';
import type { Fault } from './fault';
import { noise } from './noise';
import { canDrift, signalAt } from './signal';

export interface SimulatedDevice {
  /** Its name is its MQTT client id, so that `clientid()` identifies it like a topic level does. */
  readonly name: string;
  readonly topic: string;
  readonly table: DeclaredTable;
  /** Number of the device in its table, from 0. */
  readonly index: number;
  /** False for devices whose messages carry no time: what they say happens when it is received. */
  readonly tellsTime: boolean;
  readingAt(timeMs: number, fault: Fault): Readonly<Record<string, unknown>>;
}

type Payload = Record<string, unknown>;

/** Devices come in this many places: every second one stands in the same warehouse. */
const placeCount = 2;
const regions = ['us-east-1', 'eu-west-1'];
const dayMs = 86_400_000;

/** @param filter the topic filter, of those of the table, that this device belongs to */
export function simulatedDevice(table: DeclaredTable, filter: string, index: number, seed: string): SimulatedDevice {
  const identity = identifyingDimension(table);
  const depth = Math.max(0, ...table.dimensions.flatMap(({ places }) => places.flatMap(topicLevel)));
  const ownLevels = levelsNaming(identity, wildcardLevels(filter, depth));
  const name = numbered(thingWord(filter, ownLevels.at(-1) ?? 0), index);
  const { topic, levels } = deviceTopic(filter, depth, (level) =>
    ownLevels.includes(level) ? name : numbered(thingWord(filter, level), index % placeCount));
  const source = `${seed}/${name}`;
  const driftingMeasure = table.measures.find(canDrift);
  const [timeKeys] = payloadKeys(table.time.places);

  return {
    name,
    topic,
    table,
    index,
    tellsTime: timeKeys !== undefined,
    readingAt(timeMs, fault) {
      const reading: Payload = {};
      put(reading, timeKeys, timeValue(table.time.format, timeMs));
      for (const dimension of table.dimensions.filter(({ places }) => !isKnownWithoutPayload(places, levels.length))) {
        put(reading, payloadKeys(dimension.places)[0], dimension === identity ? name : placeName(dimension.name, index));
      }
      for (const measure of table.measures) {
        const ownFault = measure === driftingMeasure || !isNumeric(measure) ? fault.drift : 0;
        put(reading, payloadKeys(measure.places)[0], measureValue(measure, source, timeMs, ownFault));
      }
      return reading;
    },
  };
}

/** The dimension that tells devices apart; its value is the device's name wherever it is read from. */
function identifyingDimension({ dimensions, partitionKey }: DeclaredTable): DeclaredDimension | undefined {
  return dimensions.find(({ places }) => places.includes('client-id'))
    ?? dimensions.find(({ name }) => name === partitionKey)
    ?? dimensions.find(({ places }) => places.some((place) => topicLevel(place).length > 0))
    ?? dimensions.find(({ required }) => required)
    ?? dimensions[0];
}

/** The wildcards that the identity is read from, else the last one. */
function levelsNaming(identity: DeclaredDimension | undefined, wildcards: readonly number[]): readonly number[] {
  const named = (identity?.places ?? []).flatMap(topicLevel).filter((level) => wildcards.includes(level));
  return named.length > 0 ? named : wildcards.slice(-1);
}

function isKnownWithoutPayload(places: readonly Place[], levelCount: number): boolean {
  return places.some((place) => place === 'client-id' || topicLevel(place).some((level) => level <= levelCount));
}

function topicLevel(place: Place): number[] {
  return typeof place === 'object' && 'topicLevel' in place ? [place.topicLevel] : [];
}

function payloadKeys(places: readonly Place[]): (readonly string[])[] {
  return places.flatMap((place) => (typeof place === 'object' && 'keys' in place ? [place.keys] : []));
}

function numbered(word: string, index: number): string {
  return `${word}-${String(index + 1).padStart(3, '0')}`;
}

function placeName(dimension: string, index: number): string {
  const place = index % placeCount;
  if (/region/i.test(dimension)) {
    return regions[place] ?? '';
  }
  return `${/location|site|place/i.test(dimension) ? 'warehouse' : dimension}-${'ab'.charAt(place)}`;
}

function isNumeric({ type }: DeclaredMeasure): boolean {
  return type === 'DOUBLE' || type === 'BIGINT';
}

function measureValue(measure: DeclaredMeasure, source: string, timeMs: number, drift: number): unknown {
  const isFailing = drift > 0.5;
  switch (measure.type) {
    case 'VARCHAR':
      return isFailing ? 'warning' : 'ok';
    case 'BOOLEAN':
      return isFailing || noise(source, measure.name, timeMs) > 0.9;
    case 'TIMESTAMP':
      // Midnight: a time that stays the same for a while, as that of a start or a calibration does.
      return new Date(timeMs - (timeMs % dayMs)).toISOString();
    default: {
      const value = signalAt(measure, source, timeMs, drift);
      // A whole number that JSON readers would round travels as text.
      return Number.isInteger(value) && !Number.isSafeInteger(value) ? BigInt(value).toString() : value;
    }
  }
}

function timeValue(format: string, timeMs: number): unknown {
  switch (format) {
    case 'epoch-s':
      return timeMs / 1000;
    case 'epoch-us':
      return timeMs * 1000;
    case 'epoch-ns':
      // Nanoseconds since 1970 are beyond what a JSON number holds exactly.
      return `${BigInt(timeMs) * 1_000_000n}`;
    case 'iso8601':
      return new Date(timeMs).toISOString();
    default:
      return timeMs;
  }
}

/** Puts a value under nested keys; a value that already stands in the way stays. */
function put(reading: Payload, keys: readonly string[] | undefined, value: unknown): void {
  const [key, ...rest] = keys ?? [];
  if (key === undefined) {
    return;
  }
  if (rest.length === 0) {
    reading[key] ??= value;
    return;
  }
  const inner = (reading[key] ??= {});
  if (typeof inner === 'object' && inner !== null) {
    // Objects in a reading are only ever made by the line above.
    put(inner as Payload, rest, value);
  }
}

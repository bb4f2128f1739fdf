/** One simulated device of one table: where it publishes and what it says at a given time; plan-fleet makes them. */
import type { DeclaredDimension, DeclaredSource, DeclaredTable, Place } from './declared-tables';
import { deviceTopic, thingWord, wildcardLevels } from './device-topic';
import type { Fault } from './fault';
import { isNumeric, measureValue } from './measure-value';
import { messageOf, put, type Payload, type Said } from './message';
import { canDrift } from './signal';

export interface SimulatedDevice {
  /** Its name is its MQTT client id, so that `clientid()` identifies it like a topic level does. */
  readonly name: string;
  readonly topic: string;
  readonly table: DeclaredTable;
  /** Number of the device in its table, from 0. */
  readonly index: number;
  /** False for devices whose messages carry no time: what they say happens when it is received. */
  readonly tellsTime: boolean;
  readingAt(timeMs: number, fault: Fault): Said;
  /** One message with these readings of the device, as its source takes them. */
  message(readings: readonly Said[]): object;
}

/** A corrected reading would have a higher one; simulated devices make no mistakes. */
const version = 1;

/** Devices come in this many places: every second one stands in the same warehouse. */
const placeCount = 2;
const regions = ['us-east-1', 'eu-west-1'];

/** @param source that of the table that this device belongs to */
export function simulatedDevice(table: DeclaredTable, source: DeclaredSource, index: number, seed: string): SimulatedDevice {
  const filter = source.topicFilter;
  const identity = identifyingDimension(table);
  const depth = Math.max(0, ...table.dimensions.flatMap(({ places }) => places.flatMap(topicLevel)));
  const ownLevels = levelsNaming(identity, wildcardLevels(filter, depth));
  const name = numbered(thingWord(filter, ownLevels.at(-1) ?? 0), index);
  const { topic, levels } = deviceTopic(filter, depth, (level) =>
    ownLevels.includes(level) ? name : numbered(thingWord(filter, level), index % placeCount));
  const signalSource = `${seed}/${name}`;
  const driftingMeasure = table.measures.find(canDrift);
  const [timeKeys] = payloadKeys(table.time.places);
  const [versionKeys] = payloadKeys(table.versionPlaces);
  const fieldsOfOneTime = firstKeys([table.time.places, table.versionPlaces, ...table.measures.map(({ places }) => places)]);

  return {
    name,
    topic,
    table,
    index,
    tellsTime: timeKeys !== undefined,
    readingAt(timeMs, fault) {
      const each: Payload = {};
      const around: Payload = {};
      // What an element says of a field hides what stands around it, so fields of one name stay together.
      const partOf = (keys: readonly string[] | undefined): Payload => (fieldsOfOneTime.has(keys?.[0] ?? '') ? each : around);
      for (const { keys, value } of source.when) {
        put(partOf(keys), keys, value);
        put(around, keys, value);
      }
      put(each, timeKeys, timeValue(table.time.format, timeMs));
      put(each, versionKeys, version);
      for (const dimension of table.dimensions.filter(({ places }) => !isKnownWithoutPayload(places, levels.length))) {
        const [keys] = payloadKeys(dimension.places);
        put(partOf(keys), keys, dimension === identity ? name : placeName(dimension.name, index));
      }
      for (const measure of table.measures) {
        const ownFault = measure === driftingMeasure || !isNumeric(measure) ? fault.drift : 0;
        put(each, payloadKeys(measure.places)[0], measureValue(measure, signalSource, timeMs, ownFault));
      }
      return { each, around };
    },
    message: (readings) => messageOf(source, readings),
  };
}

function firstKeys(places: readonly (readonly Place[])[]): ReadonlySet<string> {
  return new Set(places.flatMap((alternatives) => payloadKeys(alternatives)[0]?.[0] ?? []));
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

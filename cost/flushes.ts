/** The readings that come together in one write, for each way they come; writes prices them. */
import type { TimestreamRecord } from '../shared/timestream/record';
import { iotUnitBytes, putUnitBytes } from './charges';
import { arrivals, readingBytes, recordOf } from './fleet';
import { readingsPerSecond, type Shape } from './shape';

/** Of a source over Basic Ingest, `$aws/rules/<rule>/<topic>`; it counts as bytes of the message. */
export const topicBytes = 80;

/** A gateway collects for so many devices, and sends after a minute whatever there is. */
const devicesPerGateway = 100;
const gatewaySeconds = 60;

/** The length and the tag before each record in an aggregated one, and what frames the whole: shared/readings unpacks them. */
const aggregation = { perReading: 8, frame: 64 } as const;

/** Of an array of readings in one message of one price unit: what tidegauge/device packs. */
export function readingsPerMessage(shape: Shape): number {
  return Math.max(1, Math.floor((iotUnitBytes - topicBytes - ']'.length) / (readingBytes(shape, true) + ','.length)));
}

/** The readings of one gateway in what it sends, when that holds at most so many. */
export function readingsOfGateway(shape: Shape, atMost: number): number {
  const perSecond = readingsPerSecond({ ...shape, devices: gatewayDevices(shape, 0).length });
  return Math.max(1, Math.min(atMost, Math.floor(perSecond * gatewaySeconds)));
}

/** Of an aggregated stream record of one PUT unit. */
export function readingsPerAggregate(shape: Shape): number {
  return Math.max(1, Math.floor((putUnitBytes - aggregation.frame) / (readingBytes(shape, false) + aggregation.perReading)));
}

export function aggregateBytes(shape: Shape, readings: number): number {
  return aggregation.frame + readings * (readingBytes(shape, false) + aggregation.perReading);
}

/** One batch of a stream of messages with a reading each; devices of other lanes are in other batches. */
export function streamOfMessages(shape: Shape, lanes: number, count: number): readonly TimestreamRecord[] {
  return arrivals(shape, laneDevices(shape, lanes), 0, count);
}

/** Messages of as many devices as there are, with `readings` of one device in each. */
export function packedMessages(shape: Shape, lanes: number, messages: number, readings: number): readonly TimestreamRecord[] {
  const devices = laneDevices(shape, lanes);
  return Array.from({ length: messages }, (_, n) => {
    const firstTick = Math.floor(n / devices.length) * readings;
    return Array.from({ length: readings }, (_each, tick) => recordOf(shape, devices[n % devices.length] ?? 0, firstTick + tick));
  }).flat();
}

/** What gateways send, one after the other, with `readings` in each, as they arrived there. */
export function gatewayMessages(shape: Shape, messages: number, readings: number): readonly TimestreamRecord[] {
  const gateways = Math.ceil(shape.devices / devicesPerGateway);
  return Array.from({ length: messages }, (_, n) =>
    arrivals(shape, gatewayDevices(shape, n % gateways), Math.floor(n / gateways) * readings, readings)).flat();
}

function gatewayDevices({ devices }: Shape, gateway: number): readonly number[] {
  const first = gateway * devicesPerGateway;
  return Array.from({ length: Math.min(devicesPerGateway, devices - first) }, (_, n) => first + n);
}

/** The devices whose partition keys share a lane; no more of them than a batch can hold. */
function laneDevices({ devices }: Shape, lanes: number): readonly number[] {
  const mostInBatch = 500;
  return Array.from({ length: Math.min(mostInBatch, Math.ceil(devices / lanes)) }, (_, n) => n * lanes).filter((device) => device < devices);
}

/** The requests of the write benchmark: WriteRecords bodies in the member order of the JavaScript SDK, and line protocol; sent by load-client. */
import { devopsDataset, metrics, tags } from '../devops/dataset';
import { below, seededRandom, type Random } from '../random';

export const DATABASE = 'benchmark';
/** WriteRecords takes no more. https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html */
export const RECORDS_PER_REQUEST = 100;

/** What is written, and in which form: the forms of a shape hold the same values. */
export type Form = 'iot' | 'iot-common' | 'devops' | 'devops-lines';

export interface BodyOrder {
  readonly form: Form;
  /** Every round has records of its own: a repeated record would be another kind of work. */
  readonly round: number;
  readonly requests: number;
  /** Of the very first record. */
  readonly startMs: number;
}

const DEVICES = 1_000;
const REQUESTS_PER_TICK = DEVICES / RECORDS_PER_REQUEST;
const TICK_MS = 1_000;

const { hosts } = devopsDataset(RECORDS_PER_REQUEST, 0);
const hostDimensions = hosts.map((host) => dimensions(tags.map((tag) => [tag, host[tag]])));
const hostTags = hosts.map((host) => `cpu,${tags.map((tag) => `${tag}=${host[tag]}`).join(',')}`);
const deviceDimensions = Array.from({ length: DEVICES }, (_, device) => dimensions([
  ['deviceId', `dev-${String(device).padStart(6, '0')}`], ['site', `plant-${device % 7}`], ['model', `TX-${device % 3}00`],
]));

const bodyOf: Readonly<Record<Form, (request: number, startMs: number, random: Random) => string>> = {
  'iot': (request, startMs, random) => {
    const shared = iotShared(request, startMs);
    return writeRecords('iot', iotDevices(request).map((device) => `{${device},${shared},${iotValues(random)}}`));
  },
  'iot-common': (request, startMs, random) => {
    const records = iotDevices(request).map((device) => `{${device},${iotValues(random)}}`);
    return writeRecords('iot-common', records, iotShared(request, startMs));
  },
  'devops': (request, startMs, random) => {
    const shared = multi('cpu', startMs + request * TICK_MS);
    return writeRecords('devops', hostDimensions.map((host) => `{${host},${shared},${values(metrics.map((metric) => [metric, percent(random)]))}}`));
  },
  'devops-lines': (request, startMs, random) => {
    const timeNs = `${startMs + request * TICK_MS}000000`;
    return hostTags.map((host) => `${host} ${metrics.map((metric) => `${metric}=${percent(random)}`).join(',')} ${timeNs}`).join('\n');
  },
};

export function makeBodies({ form, round, requests, startMs }: BodyOrder): readonly Buffer[] {
  const random = seededRandom(round + 1);
  return Array.from({ length: requests }, (_, index) => Buffer.from(bodyOf[form](round * requests + index, startMs, random)));
}

/** A tick a second; each request has the next hundred of the devices. */
function iotDevices(request: number): readonly string[] {
  const first = (request % REQUESTS_PER_TICK) * RECORDS_PER_REQUEST;
  return deviceDimensions.slice(first, first + RECORDS_PER_REQUEST);
}

function iotShared(request: number, startMs: number): string {
  return multi('metrics', startMs + Math.floor(request / REQUESTS_PER_TICK) * TICK_MS);
}

function iotValues(random: Random): string {
  const decimal = (least: number, range: number) => (least + random() * range).toFixed(2);
  return values([['temperature', decimal(15, 20)], ['humidity', decimal(30, 40)], ['pressure', decimal(990, 40)], ['battery', decimal(3, 1)]]);
}

function percent(random: Random): string {
  return String(below(101, random));
}

function multi(measureName: string, timeMs: number): string {
  return `"MeasureName":"${measureName}","MeasureValueType":"MULTI","Time":"${timeMs}"`;
}

function dimensions(pairs: readonly (readonly [name: string, value: string])[]): string {
  return `"Dimensions":[${pairs.map(([name, value]) => `{"Name":"${name}","Value":"${value}"}`).join(',')}]`;
}

function values(pairs: readonly (readonly [name: string, value: string])[]): string {
  return `"MeasureValues":[${pairs.map(([name, value]) => `{"Name":"${name}","Value":"${value}","Type":"DOUBLE"}`).join(',')}]`;
}

function writeRecords(table: Form, records: readonly string[], common?: string): string {
  return `{"DatabaseName":"${DATABASE}","TableName":"${table}","Records":[${records.join(',')}]${common === undefined ? '' : `,"CommonAttributes":{${common}}`}}`;
}

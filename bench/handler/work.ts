/** What bench/handler times, bundled as the functions are: a reading's way from the event record to the body of its request, and JSON's own. */
import { fromKinesis, type StreamRecord } from '../../shared/readings/from-kinesis';
import type { Reading } from '../../shared/readings/reading';
import type { DecodedMessage } from '../../shared/readings/received-message';
import { parseTables } from '../../shared/tables/parse-tables';
import { packBatches, type Batch } from '../../shared/timestream/batch';
import { requestBody } from '../../shared/timestream/request-body';
import tablesJson from '../../tables.json';
import { below, seededRandom } from '../random';

export const RECORDS = 20_000;
export const DEVICES = 1000;

const target = { database: 'Bench', table: 'Readings' };
const startMs = Date.UTC(2026, 4, 1);

const service = parseTables({
  service: 'bench',
  database: 'Bench',
  tables: {
    Readings: {
      sources: [{ topic: 'sensors/+', via: 'stream' }],
      time: { from: '$.ts' },
      measureName: 'reading',
      dimensions: { deviceId: { required: true }, site: {}, model: {} },
      measures: { temperature: 'DOUBLE', humidity: 'DOUBLE', pressure: 'DOUBLE', battery: 'DOUBLE' },
      retention: { memoryHours: 24, magneticDays: 365 },
    },
    Kpis: tablesJson.tables.Kpis,
  },
});

/** 148 bytes or so: three dimensions, a time in milliseconds and four doubles of two decimals. */
export function messages(): readonly string[] {
  const random = seededRandom(5);
  const decimal = (lowest: number, range: number) => (lowest * 100 + below(range * 100, random)) / 100;
  return Array.from({ length: RECORDS }, (_, index) => JSON.stringify({
    deviceId: `dev-${String(index % DEVICES).padStart(6, '0')}`,
    site: 'plant-7',
    model: 'TX-200',
    ts: startMs + index,
    temperature: decimal(15, 15),
    humidity: decimal(30, 40),
    pressure: decimal(980, 50),
    battery: decimal(10, 90),
  }));
}

export function streamRecords(data: readonly string[]): readonly StreamRecord[] {
  return data.map((text, index) => ({
    eventID: `shardId-000000000000:${4959 + index}`,
    kinesis: { data: Buffer.from(text).toString('base64'), approximateArrivalTimestamp: (startMs + RECORDS) / 1000 },
  }));
}

/** What the carrying rule puts into the stream. */
export function enveloped(data: readonly string[]): readonly string[] {
  return data.map((text, index) => JSON.stringify({
    payload: Buffer.from(text).toString('base64'), topic: `sensors/${index % DEVICES}`, clientId: `c-${index % DEVICES}`, receivedAt: startMs + RECORDS,
  }));
}

export const parsed = (base64: string): unknown => JSON.parse(Buffer.from(base64, 'base64').toString());

/** Its payload is JSON in base64 again. */
export function parsedEnvelope(base64: string): unknown {
  return parsed((parsed(base64) as { payload: string }).payload); // as enveloped() made it
}

export function decode(batch: readonly StreamRecord[]): readonly DecodedMessage[] {
  const decoded: DecodedMessage[] = [];
  for (const record of batch) for (const message of fromKinesis(service, record)) decoded.push(message);
  return decoded;
}

function readingsOf(messages: readonly DecodedMessage[]): readonly Reading[] {
  const readings: Reading[] = [];
  for (const message of messages) {
    for (const decoded of message.readings) {
      if (decoded.kind === 'malformed') throw new Error(`a reading of the benchmark is refused: ${decoded.detail}`);
      readings.push(decoded.reading);
    }
  }
  return readings;
}

/** The requests of a batch. */
export function pack(batch: readonly StreamRecord[]): readonly Batch[] {
  return packBatches(readingsOf(decode(batch)));
}

/** All that a reading costs before its request is signed. */
export function build(batch: readonly StreamRecord[]): readonly Buffer[] {
  return pack(batch).map(({ common, entries }) => requestBody(target, common, entries));
}

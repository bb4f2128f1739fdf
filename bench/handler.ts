/** What a function does with a reading besides waiting, against reading and writing the same JSON: decoding must not be what a batch costs. */
import { fromKinesis, type StreamRecord } from '../shared/readings/from-kinesis';
import type { Reading } from '../shared/readings/reading';
import type { DecodedMessage } from '../shared/readings/received-message';
import { packBatches, type Batch } from '../shared/timestream/batch';
import { requestBody } from '../shared/timestream/request-body';
import { parseTables } from '../shared/tables/parse-tables';
import tablesJson from '../tables.json';
import { interleaved, type Candidate } from './measure';
import { below, seededRandom } from './random';
import { atLeast, finish, shortNumber } from './report';

const RECORDS = 20_000;
/** As the event-source mapping hands them to the function. */
const BATCH = 500;
const DEVICES = 1000;
const ROUNDS = { warmUp: 10, warmUpMs: 5_000, measured: 41 };
/** Of the throughput of the floor. */
const LEAST_SHARE = 0.75;

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
function messages(): readonly string[] {
  const random = seededRandom(5);
  const decimal = (lowest: number, range: number) => lowest + below(range * 100, random) / 100;
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

function streamRecords(data: readonly string[]): readonly StreamRecord[] {
  return data.map((text, index) => ({
    eventID: `shardId-000000000000:${4959 + index}`,
    kinesis: { data: Buffer.from(text).toString('base64'), approximateArrivalTimestamp: (startMs + RECORDS) / 1000 },
  }));
}

/** What the carrying rule puts into the stream. */
function enveloped(data: readonly string[]): readonly string[] {
  return data.map((text, index) => JSON.stringify({
    payload: Buffer.from(text).toString('base64'), topic: `sensors/${index % DEVICES}`, clientId: `c-${index % DEVICES}`, receivedAt: startMs + RECORDS,
  }));
}

const parsed = (base64: string): unknown => JSON.parse(Buffer.from(base64, 'base64').toString());

/** Its payload is JSON in base64 again. */
function parsedEnvelope(base64: string): unknown {
  return parsed((parsed(base64) as { payload: string }).payload); // as enveloped() made it
}

/** Runs a batch at a time and keeps one batch of results alive, as an invocation does. */
function eachBatch(name: string, records: readonly StreamRecord[], run: (batch: readonly StreamRecord[]) => unknown): Candidate {
  return {
    name,
    run() {
      let kept: unknown;
      for (let start = 0; start < records.length; start += BATCH) kept = run(records.slice(start, start + BATCH));
      return Promise.resolve(kept);
    },
  };
}

function decode(batch: readonly StreamRecord[]): readonly DecodedMessage[] {
  const decoded: DecodedMessage[] = [];
  for (const record of batch) for (const message of fromKinesis(service, record)) decoded.push(message);
  return decoded;
}

function readingsOf(messages: readonly DecodedMessage[]): readonly Reading[] {
  return messages.flatMap(({ readings }) => readings.map((decoded) => {
    if (decoded.kind === 'malformed') throw new Error(`a reading of the benchmark is refused: ${decoded.detail}`);
    return decoded.reading;
  }));
}

/** The requests of a batch. */
function pack(batch: readonly StreamRecord[]): readonly Batch[] {
  return packBatches(readingsOf(decode(batch)));
}

/** All that a reading costs before its request is signed. */
function build(batch: readonly StreamRecord[]): readonly Buffer[] {
  return pack(batch).map(({ common, entries }) => requestBody(target, common, entries.map(({ record }) => record)));
}

async function main(): Promise<void> {
  const plain = streamRecords(messages());
  const carried = streamRecords(enveloped(messages()));
  const candidates = [
    eachBatch('base64 + JSON.parse', plain, (batch) => batch.map(({ kinesis }) => parsed(kinesis.data))),
    eachBatch('the floor: base64 + JSON.parse + JSON.stringify', plain, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsed(kinesis.data)))),
    eachBatch('decoded and validated', plain, decode),
    eachBatch('decoded, validated and packed', plain, pack),
    eachBatch('whole: decoded, validated, packed and built', plain, build),
    eachBatch('in envelopes, the floor: base64 + JSON.parse twice, JSON.stringify', carried, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsedEnvelope(kinesis.data)))),
    eachBatch('in envelopes, whole', carried, build),
  ];
  const timings = await interleaved(candidates, ROUNDS);
  const us = (ms: number) => (ms * 1000) / RECORDS;
  const [, floor, , , whole, carriedFloor, carriedWhole] = timings;
  if (floor === undefined || whole === undefined || carriedFloor === undefined || carriedWhole === undefined) throw new Error('every candidate has a timing');
  finish({
    name: 'handler',
    title: 'The work of a function on one reading',
    setting: [
      `${RECORDS} stream records of ${messages()[0]?.length ?? 0} bytes, ${BATCH} at a time; ${DEVICES} devices, three dimensions, four doubles`,
      'Whole: from the event record to the body of the request, without signing and sending. In envelopes: as an IoT rule puts messages into the stream',
      `Microseconds a reading: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
    ],
    columns: ['work', 'microseconds', 'readings/s'],
    rows: timings.map(({ medianMs, lowMs, highMs }, index) => [
      candidates[index]?.name ?? '',
      `${shortNumber(us(medianMs))} (${shortNumber(us(lowMs))} to ${shortNumber(us(highMs))})`,
      `${shortNumber(1000 / us(medianMs))} k`,
    ]),
    checks: [
      atLeast('throughput of the whole against the floor', floor.medianMs / whole.medianMs, LEAST_SHARE),
      atLeast('the same in envelopes', carriedFloor.medianMs / carriedWhole.medianMs, LEAST_SHARE),
    ],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});

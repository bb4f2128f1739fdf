/** What a function does with a reading besides waiting, against reading and writing the same JSON: decoding must not be what a batch costs. */
import { fromKinesis, type StreamRecord } from '../shared/readings/from-kinesis';
import type { DecodedMessage } from '../shared/readings/received-message';
import { parseTables } from '../shared/tables/parse-tables';
import tablesJson from '../tables.json';
import { interleaved, type Candidate, type Timing } from './measure';
import { below, seededRandom } from './random';
import { atLeast, finish, shortNumber } from './report';

const RECORDS = 20_000;
/** As the event-source mapping hands them to the function. */
const BATCH = 500;
const DEVICES = 1000;
const ROUNDS = { warmUp: 10, warmUpMs: 5_000, measured: 41 };
/** Of the throughput of the floor. */
const LEAST_SHARE = 0.75;

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

const decode = (batch: readonly StreamRecord[]): readonly DecodedMessage[] => batch.flatMap((record) => fromKinesis(service, record));

async function main(): Promise<void> {
  const plain = streamRecords(messages());
  const carried = streamRecords(enveloped(messages()));
  for (const { readings } of decode([...plain, ...carried])) if (readings[0]?.kind !== 'reading') throw new Error('a reading of the benchmark is refused');
  const candidates = [
    eachBatch('base64 + JSON.parse', plain, (batch) => batch.map(({ kinesis }) => parsed(kinesis.data))),
    eachBatch('the floor: base64 + JSON.parse + JSON.stringify', plain, (batch) => batch.map(({ kinesis }) => JSON.stringify(parsed(kinesis.data)))),
    eachBatch('decoded', plain, decode),
    eachBatch('in envelopes: base64 + JSON.parse, twice', carried, (batch) => batch.map(({ kinesis }) => parsedEnvelope(kinesis.data))),
    eachBatch('in envelopes: decoded', carried, decode),
  ];
  const timings = await interleaved(candidates, ROUNDS);
  const usOf = ({ medianMs }: Timing) => (medianMs * 1000) / RECORDS;
  finish({
    name: 'handler',
    title: 'Work of a function on one reading',
    setting: [
      `${RECORDS} stream records of ${messages()[0]?.length ?? 0} bytes, ${BATCH} at a time; ${DEVICES} devices, three dimensions, four doubles`,
      `Microseconds a reading: median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s and at least ${ROUNDS.warmUp} rounds unmeasured; in brackets the middle half`,
    ],
    columns: ['work', 'microseconds'],
    rows: candidates.map(({ name }, index) => {
      const timing = timings[index];
      if (timing === undefined) throw new Error(`${name} has no timing`);
      const short = (ms: number) => shortNumber((ms * 1000) / RECORDS);
      return [name, `${shortNumber(usOf(timing))} (${short(timing.lowMs)} to ${short(timing.highMs)})`];
    }),
    checks: [atLeast('x', 1, LEAST_SHARE)],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});

/**
 * The whole way from records to an answered WriteRecords, against a stub in a process of its own: records per second of this process's
 * processor time, and at a latency how near the writers come to what so many requests in flight could carry at most.
 */
import { join } from 'node:path';
import { maxRecordsPerRequest } from '../shared/timestream/limits';
import { ChildServer, freePort } from './engines/child-server';
import { httpCall } from './engines/http-client';
import { interleaved, timingOf, type Candidate, type Timing } from './measure';
import { atLeast, finish, shortNumber } from './report';
import type { TimestreamRecord } from '../shared/timestream/record';
import { sensorRecords } from './write-path/sensor-records';
import { byHand, ownPath, plainClient, type Writer } from './write-path/writers';

const ROUNDS = { warmUp: 3, warmUpMs: 5_000, measured: 15 };
const REQUESTS = 200;
const IN_FLIGHT = 8;
const LEAST_OF_PLAIN = 3;

const LATENCY_ROUNDS = { warmUp: 2, warmUpMs: 2_000, measured: 7 };
const LATENCY_MS = 60;
/** Some two seconds: a round's first and last requests are not among others. */
const LATENCY_REQUESTS = 2_000;
/** Requests in flight, and the least share of the law with them. */
const LAWS = [[50, 0.9], [100, 0.8]] as const;

async function main(): Promise<void> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}/`;
  const stub = await ChildServer.start({
    program: process.execPath, args: ['--import', 'tsx', join(__dirname, 'write-path/stub-service.ts'), String(port)], isReady: () => httpCall({ url }),
  });
  process.env.AWS_ENDPOINT_URL_TIMESTREAM_WRITE = url;
  try {
    const cpu = await measureCpu([plainClient(IN_FLIGHT), ownPath(IN_FLIGHT), byHand(IN_FLIGHT, port)]);
    await httpCall({ url: `${url}latency/${LATENCY_MS}`, body: '' });
    const laws = [];
    for (const [inFlight, least] of LAWS) laws.push({ inFlight, least, rates: await measureLatency([plainClient(inFlight), ownPath(inFlight), byHand(inFlight, port)]) });
    report(cpu, laws);
  } finally {
    await stub.stop();
  }
}

interface Rate {
  readonly name: string;
  /** Records. */
  readonly perSecond: number;
  readonly low: number;
  readonly high: number;
  readonly requestsPerSecond: number;
}

/** Records per second of processor time, this process's own. */
async function measureCpu(writers: readonly Writer[]): Promise<readonly Rate[]> {
  const records = sensorRecords(REQUESTS * maxRecordsPerRequest);
  const spent = writers.map(() => [] as number[]);
  const candidates = writers.map((writer, index): Candidate => ({
    name: writer.name,
    run: async () => {
      const before = process.cpuUsage();
      await writer.write(records);
      const { user, system } = process.cpuUsage(before);
      spent[index]?.push((user + system) / 1_000);
    },
  }));
  await interleaved(candidates, ROUNDS);
  for (const writer of writers) writer.close();
  return writers.map((writer, index) => rate(writer, records, timingOf((spent[index] ?? []).slice(-ROUNDS.measured))));
}

async function measureLatency(writers: readonly Writer[]): Promise<readonly Rate[]> {
  const records = sensorRecords(LATENCY_REQUESTS * maxRecordsPerRequest);
  const timings = await interleaved(writers.map((writer) => ({ name: writer.name, run: () => writer.write(records) })), LATENCY_ROUNDS);
  for (const writer of writers) writer.close();
  return writers.flatMap((writer, index) => {
    const timing = timings[index];
    return timing === undefined ? [] : [rate(writer, records, timing)];
  });
}

function rate(writer: Writer, records: readonly TimestreamRecord[], { medianMs, lowMs, highMs }: Timing): Rate {
  const perSecond = (ms: number, count = records.length) => (count / ms) * 1000;
  return { name: writer.name, perSecond: perSecond(medianMs), low: perSecond(highMs), high: perSecond(lowMs), requestsPerSecond: perSecond(medianMs, writer.requests(records)) };
}

interface Law {
  readonly inFlight: number;
  readonly least: number;
  readonly rates: readonly Rate[];
}

function report(cpu: readonly Rate[], laws: readonly Law[]): void {
  const [plain, own] = cpu;
  const ofPlain = ({ perSecond }: Rate) => perSecond / (plain?.perSecond ?? NaN);
  const ofLaw = ({ requestsPerSecond }: Rate, inFlight: number) => requestsPerSecond / ((inFlight * 1000) / LATENCY_MS);
  const row = (what: string, { name, perSecond, low, high }: Rate, of: number) =>
    [what, name, shortNumber(perSecond), `${shortNumber(low)} to ${shortNumber(high)}`, shortNumber(of)];
  finish({
    name: 'write-path',
    title: 'From records to an answered WriteRecords',
    setting: [
      `At most ${maxRecordsPerRequest} records a request, three dimensions and four DOUBLE measures each; the service is a stub in a process of its own`,
      `Processor time: user and system time of the writing process, ${REQUESTS} requests a round, ${IN_FLIGHT} in flight; "of" is of the plain client`,
      `Latency: answers after ${LATENCY_MS} ms; "of" is of the requests that so many in flight can be at most: in flight / ${LATENCY_MS} ms`,
      `Medians of ${ROUNDS.measured} and ${LATENCY_ROUNDS.measured} interleaved rounds; in brackets the middle half`,
    ],
    columns: ['measured', 'writer', 'records/s', 'middle half', 'of'],
    rows: [
      ...cpu.map((each) => row('per second of processor time', each, ofPlain(each))),
      ...laws.flatMap(({ inFlight, rates }) => rates.map((each) => row(`${inFlight} in flight`, each, ofLaw(each, inFlight)))),
    ],
    checks: [
      ...(own === undefined ? [] : [atLeast('writeRecords against the plain client, processor time', ofPlain(own), LEAST_OF_PLAIN)]),
      ...laws.flatMap(({ inFlight, least, rates: [, own] }) =>
        (own === undefined ? [] : [atLeast(`writeRecords with ${inFlight} requests in flight, of the law`, ofLaw(own, inFlight), least)])),
    ],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});

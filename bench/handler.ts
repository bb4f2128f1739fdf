/**
 * What a function does with a reading besides waiting, against reading and writing the same JSON: decoding must not be what a batch costs.
 *
 * Each process is compiled, and its memory laid out, in its own way: the same code takes half as long again in one as in another (decision
 * 0015). So several are asked.
 */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { BATCH, ROUNDS, WORK, type Medians, type WorkName } from './handler/setting';
import { DEVICES, messages, RECORDS } from './handler/work';
import { timingOf } from './measure';
import { atLeast, finish, shortNumber } from './report';

const PROCESSES = 7;
/** Of the throughput of the floor. */
const LEAST_SHARE = 0.75;

function inProcessOfItsOwn(): Medians {
  const printed = execFileSync(process.execPath, ['--import', 'tsx', join(__dirname, 'handler/one-process.ts')], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
  return JSON.parse(printed) as Medians; // what it prints
}

function share(processes: readonly Medians[], floor: WorkName, whole: WorkName): number {
  return timingOf(processes.map((medians) => medians[floor] / medians[whole])).medianMs;
}

const us = (ms: number): number => (ms * 1000) / RECORDS;

function row(name: WorkName, processes: readonly Medians[]): string[] {
  const all = processes.map((medians) => us(medians[name]));
  const { medianMs: median } = timingOf(all);
  return [WORK[name], `${shortNumber(median)} (${shortNumber(Math.min(...all))} to ${shortNumber(Math.max(...all))})`, `${shortNumber(1000 / median)} k`];
}

function main(): void {
  const processes: Medians[] = [];
  while (processes.length < PROCESSES) {
    processes.push(inProcessOfItsOwn());
    process.stderr.write(`process ${processes.length} of ${PROCESSES}\n`);
  }
  finish({
    name: 'handler',
    title: 'The work of a function on one reading',
    setting: [
      `${RECORDS} stream records of ${messages()[0]?.length ?? 0} bytes, ${BATCH} at a time; ${DEVICES} devices, three dimensions, four doubles`,
      'Whole: from the event record to the body of the request, without signing and sending. In envelopes: as an IoT rule puts messages into the stream',
      `Microseconds a reading: in each of ${PROCESSES} processes the median of ${ROUNDS.measured} interleaved rounds after ${ROUNDS.warmUpMs / 1000} s; here their median, in brackets least and most`,
    ],
    columns: ['work', 'microseconds', 'readings/s'],
    rows: (Object.keys(WORK) as WorkName[]).map((name) => row(name, processes)), // its own keys
    checks: [
      atLeast('throughput of the whole against the floor', share(processes, 'floor', 'whole'), LEAST_SHARE),
      atLeast('the same in envelopes', share(processes, 'envelopeFloor', 'envelopeWhole'), LEAST_SHARE),
    ],
  });
}

main();

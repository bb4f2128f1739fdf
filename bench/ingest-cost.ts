/** What packed readings cost against the best grouping of several, and what packing takes: the same flush for all of them. */
import { packBatches } from '../shared/timestream/batch';
import { metered } from '../shared/timestream/metered';
import { recordToWire, type TimestreamRecord } from '../shared/timestream/record';
import { flushShapes, ticks } from './ingest-cost/flush-shapes';
import { groupings, lowerBoundKib } from './ingest-cost/groupings';
import { interleaved } from './measure';
import { atLeast, atMost, finish, shortNumber, type Check } from './report';

const seed = 20_260_101;
/** US dollars for a million KiB in us-east-1: https://aws.amazon.com/timestream/pricing/ */
const usdPerKib = 0.5e-6;
const million = 1e6;
const mostAboveBest = 1.04;
const leastBelowGuide = 46;
/** Ten times the records may take so many times as long. */
const mostGrowth = 13;
const rounds = { warmUp: 3, warmUpMs: 1_500, measured: 15 };

function main(): Promise<void> {
  const checks: Check[] = [];
  const rows = flushShapes(seed).map(({ name, records, mostUsd }) => {
    const packed = packBatches(records);
    const kib = packed.reduce((sum, { meteredKib }) => sum + meteredKib, 0);
    const all = groupings(records).toSorted((a, b) => a.kib - b.kib);
    const [best] = all;
    if (best === undefined) throw new Error('there are groupings');
    const usd = usdPerMillion(kib, records);
    const belowGuide = records.reduce((sum, record) => sum + guideKib(record), 0) / kib;
    checks.push(atMost(`${name}, against the best grouping`, kib / best.kib, mostAboveBest));
    if (mostUsd !== undefined) {
      checks.push(atMost(`${name}, US dollars for a million readings`, usd, mostUsd), atLeast(`${name}, times below a request for each measure`, belowGuide, leastBelowGuide));
    }
    return [
      name, String(records.length), String(packed.length), String(kib), usd.toFixed(4), `${best.kib} (${best.name})`, (kib / best.kib).toFixed(3),
      (kib / lowerBoundKib(records)).toFixed(3), shortNumber(belowGuide),
    ];
  });
  return time(rows, checks);
}

/** A record for each measure, and a request for each record. */
function guideKib(record: TimestreamRecord): number {
  const { Dimensions, Time, MeasureValues } = recordToWire(record);
  return MeasureValues.reduce((sum, { Name, Value, Type }) => sum + metered({ Records: [{ Dimensions, Time, MeasureName: Name, MeasureValue: Value, MeasureValueType: Type }] }), 0);
}

function usdPerMillion(kib: number, records: readonly TimestreamRecord[]): number {
  return kib * usdPerKib * million / records.length;
}

async function time(rows: readonly (readonly string[])[], checks: readonly Check[]): Promise<void> {
  const sizes = [ticks(10), ticks(100)];
  const [few, many] = await interleaved(sizes.map((records) => ({ name: `${records.length}`, run: () => Promise.resolve(packBatches(records)) })), rounds);
  const [fewRecords, manyRecords] = sizes.map(({ length }) => length);
  if (few === undefined || many === undefined || fewRecords === undefined || manyRecords === undefined) throw new Error('two sizes have two timings');
  const perRecord = (ms: number, records: number): string => shortNumber(ms * 1000 / records);
  finish({
    name: 'ingest-cost',
    title: 'What packed readings cost',
    setting: [
      `Readings of 1,000 devices with three dimensions and four doubles, seed ${seed}; US dollars for a million readings at $0.50 for a million KiB`,
      'Best: the cheapest of seven groupings, each cut by dynamic programming; bound: no packing can be below it',
      ...([[few, fewRecords], [many, manyRecords]] as const).map(([timing, records]) =>
        `Packing ${records} records takes ${perRecord(timing.medianMs, records)} us a record (${perRecord(timing.lowMs, records)} to ${perRecord(timing.highMs, records)}), median of ${timing.rounds} interleaved rounds`),
    ],
    columns: ['flush', 'records', 'requests', 'KiB', '$ per million', 'best KiB', 'to the best', 'to the bound', 'times below guide style'],
    rows,
    checks: [...checks, atMost('packing ten times the records, times as long', many.medianMs / few.medianMs, mostGrowth)],
  });
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.stack : error}\n`);
  process.exitCode = 1;
});

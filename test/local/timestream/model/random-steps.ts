/** Random sequences for the model-based test, from few names, times and values, so that they meet each other often. */
import fc from 'fast-check';
import { advance, createTable, delay, deleteTable, moveTiers, requireKey, restart, updateTable, write, writeMalformed } from './commands';
import { nsPerDay, nsPerHour, nsPerMinute, type TableSettings } from './model-table';
import type { SentRecord, SentValue } from './sent-record';

const tableName = fc.constantFrom('First', 'First', 'Second');

const settings: fc.Arbitrary<TableSettings> = fc.record({
  memoryHours: fc.constantFrom(1, 6, 36),
  magneticDays: fc.constantFrom(1, 2, 5),
  takesLate: fc.boolean(),
  partitionKey: fc.option(fc.record({ name: fc.constant('site'), isRequired: fc.boolean() }), { nil: undefined, freq: 2 }),
});

const dimensions: fc.Arbitrary<Readonly<Record<string, string>>> = fc.oneof(
  { weight: 12, arbitrary: fc.record({ device: fc.constantFrom('a', 'b') }) },
  { weight: 4, arbitrary: fc.record({ device: fc.constantFrom('a', 'b'), site: fc.constantFrom('x', 'ÿ "1"') }) },
  // Names that measures have as well.
  { weight: 1, arbitrary: fc.record({ device: fc.constant('a'), load: fc.constant('x') }) },
);

const small = fc.integer({ min: 0, max: 2 });
const valueTexts = {
  DOUBLE: small.map((number) => `${number}.5`),
  BIGINT: small.map((number) => (number === 0 ? '-9223372036854775808' : String(number))),
  VARCHAR: small.map((number) => `é '${number}'`),
  BOOLEAN: fc.constantFrom('true', 'false'),
  TIMESTAMP: small.map((number) => String(1_700_000_000_123_456_789n + BigInt(number))),
} as const;

function value(name: string, type: keyof typeof valueTexts): fc.Arbitrary<SentValue> {
  return valueTexts[type].map((text) => ({ name, type, text }));
}

type Measure = Pick<SentRecord, 'measureName' | 'isMulti' | 'values'>;

const single = (measureName: string, type: keyof typeof valueTexts): fc.Arbitrary<Measure> => value('', type).map((one) => ({ measureName, isMulti: false, values: [one] }));
const multi = (measureName: string, ...values: readonly fc.Arbitrary<SentValue>[]): fc.Arbitrary<Measure> => fc.tuple(...values).map((all) => ({ measureName, isMulti: true, values: all }));

const measure: fc.Arbitrary<Measure> = fc.oneof(
  { weight: 8, arbitrary: single('level', 'DOUBLE') },
  { weight: 3, arbitrary: single('count', 'BIGINT') },
  { weight: 2, arbitrary: single('state', 'VARCHAR') },
  { weight: 2, arbitrary: single('open', 'BOOLEAN') },
  { weight: 6, arbitrary: multi('metrics', value('load', 'DOUBLE'), value('text', 'VARCHAR')) },
  { weight: 3, arbitrary: multi('metrics', value('ok', 'BOOLEAN'), value('at', 'TIMESTAMP'), value('load', 'DOUBLE')) },
  { weight: 1, arbitrary: multi('other', value('load', 'BIGINT')) },
  { weight: 1, arbitrary: single('level', 'BIGINT') },
  { weight: 1, arbitrary: single('site', 'DOUBLE') },
);

/** A time as seen from the clock of the moment. */
type Moment = (nowNs: bigint) => bigint;

const gridNs = 6n * nsPerHour;

const moment: fc.Arbitrary<Moment> = fc.oneof(
  // A grid that stands still while the clock goes on, so that later records meet earlier ones.
  { weight: 10, arbitrary: fc.nat({ max: 24 }).map((back): Moment => (nowNs) => (nowNs / gridNs - BigInt(Math.floor(back * back / 24))) * gridNs) },
  { weight: 2, arbitrary: fc.nat({ max: 2 }).map((back): Moment => (nowNs) => nowNs - BigInt(back)) },
  // The edges of both stores and of the future, and a nanosecond beyond.
  { weight: 3, arbitrary: fc.tuple(fc.constantFrom(nsPerHour, 6n * nsPerHour, 36n * nsPerHour, nsPerDay, 2n * nsPerDay, 5n * nsPerDay, -15n * nsPerMinute), fc.constantFrom(-1n, 0n, 1n)).map(([edge, beyond]): Moment => (nowNs) => nowNs - edge + beyond) },
);

const sentAt = fc.record({ dimensions, measure, moment, version: fc.constantFrom(undefined, undefined, 1, 2, 3) })
  .map(({ dimensions: own, measure: { measureName, isMulti, values }, moment: at, version }) => (nowNs: bigint): SentRecord => ({ dimensions: own, measureName, isMulti, values, timeNs: at(nowNs), version }));

const batchAt = fc.array(sentAt, { minLength: 1, maxLength: 8 }).map((all) => (nowNs: bigint) => all.map((one) => one(nowNs)));

/** Members that make a record not well-formed. */
const faults = [
  { Version: 0 }, { Dimensions: [] }, { Dimensions: [{ Name: 'device', Value: 'a' }, { Name: 'device', Value: 'b' }] }, { MeasureValueType: 'INTEGER' },
  { TimeUnit: 'HOURS' }, { Time: '-1' }, { Time: 'yesterday' }, { MeasureName: 'ts_a' }, { MeasureValue: 'x', MeasureValues: undefined, MeasureValueType: 'DOUBLE' },
] as const;

/** In quarters of a day, the step of the grid of times. */
const days = (from: number, to: number) => fc.integer({ min: from * 4, max: to * 4 }).map((quarters) => quarters * 6 * 3_600_000);

export const stepArbitraries = [
  ...Array<fc.Arbitrary<ReturnType<typeof write>>>(6).fill(fc.tuple(tableName, batchAt, fc.boolean()).map(([name, batch, isShared]) => write(name, batch, isShared))),
  fc.tuple(tableName, fc.constantFrom(...faults), batchAt).map(([name, fault, batch]) => writeMalformed(name, fault, batch)),
  fc.tuple(tableName, settings).map(([name, all]) => createTable(name, all)),
  fc.tuple(tableName, settings).map(([name, { memoryHours, magneticDays }]) => updateTable(name, { memoryHours, magneticDays })),
  fc.tuple(tableName, fc.boolean()).map(([name, takesLate]) => updateTable(name, { takesLate })),
  fc.tuple(tableName, fc.boolean()).map(([name, isRequired]) => requireKey(name, isRequired)),
  tableName.map(deleteTable),
  fc.oneof(fc.constantFrom(60_000, 3_600_000), days(1, 2), days(0, 1)).map(advance),
  fc.constantFrom(0, 1, 6).map(delay),
  fc.constant(moveTiers()),
  fc.constant(moveTiers()),
  fc.constantFrom('stopped' as const, 'killed' as const).map(restart),
];

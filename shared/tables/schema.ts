/** The whole shape of tables.json, value by value; rules between values are in cross-checks, both run by parse-tables. */
import * as z from 'zod/mini';
import { dimensionName, measureName, serviceName, storageName, topicFilter, valuePath } from './name-rules';
import { alert, each, hash, ifNotFinite, ifTooLong, rollup, tags, version, when } from './schema-later';
import { closed, later, named, notYet } from './schema-parts';

// https://docs.aws.amazon.com/timestream/latest/developerguide/API_RetentionProperties.html
const maxMemoryHours = 8766;
const maxMagneticDays = 73_000;

const duration = z.string().check(z.regex(/^[1-9]\d*(ms|s|m|h|d)$/, { error: 'must be a duration such as 10s, 5m or 1h' }));

const valuePaths = z.union([valuePath, z.array(valuePath).check(z.minLength(1))]).check(
  z.describe('Where the value is in a message: $.a.b, topic(n) or clientid(), or several alternatives of which the first that is present counts. Default: the field of the same name.'),
);

const source = closed({
  topic: topicFilter.check(z.describe('MQTT topic filter: + stands for one level, # for the rest.')),
  via: z.optional(z.enum(['direct', 'stream']).check(
    z.refine((via) => via !== 'stream', notYet),
    z.describe('direct: an IoT rule calls the function. Not yet: stream, through Kinesis.'),
  )),
  measureName: later(measureName, 'the measure name of readings from this source.'),
  each: later(each, 'splits a message: one reading for each element of this array.'),
  when: later(when, 'takes only messages that have these values.'),
});

const time = closed({
  from: z.optional(valuePaths),
  format: z._default(z.enum(['auto', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'iso8601']), 'auto').check(
    z.describe('auto: text is ISO 8601, a number is seconds, ms, us or ns by its size. A wrong unit is noticed only with an explicit format.'),
  ),
  ifMissing: z._default(z.enum(['received', 'reject']), 'received').check(
    z.describe('What happens to a reading without a time: it gets the time it was received, or it is dead-lettered.'),
  ),
});

const dimension = closed({
  from: z.optional(valuePaths),
  required: z._default(z.boolean(), false).check(z.describe('A reading without this dimension is dead-lettered.')),
  hash: later(hash, 'writes a keyed hash in place of a personal value.'),
});

const measureType = z.enum(['DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP']).check(
  z.describe('The declared type is law: a whole number of a DOUBLE measure is written as DOUBLE.'),
);

const measure = closed({
  type: measureType,
  from: z.optional(valuePaths),
  unit: z.optional(z.string().check(z.minLength(1), z.describe('UCUM code or plain text; shown, never computed with.'))),
  min: z.optional(z.number().check(z.describe('A lower value is dead-lettered. DOUBLE and BIGINT only.'))),
  max: z.optional(z.number().check(z.describe('A higher value is dead-lettered. DOUBLE and BIGINT only.'))),
  scale: later(z.number(), 'the value is multiplied by this.'),
  enum: later(z.array(z.string()), 'the only values allowed.'),
  kind: later(z.enum(['gauge', 'counter']), 'a counter only rises, but for resets; rates and increases are asked of it.'),
  ifNotFinite: later(ifNotFinite, 'what happens to NaN and infinities.'),
  ifTooLong: later(ifTooLong, 'what happens to text over the limit.'),
  retired: later(z.boolean(), 'known and asked for, but no longer written.'),
});

const retention = closed({
  memoryHours: z.int().check(z.minimum(1), z.maximum(maxMemoryHours), z.describe('Hours in the memory store. Lowering it moves data, it deletes nothing.')),
  magneticDays: z.int().check(z.minimum(1), z.maximum(maxMagneticDays), z.describe('Days in the magnetic store. Older data is deleted.')),
  lateArrivals: z._default(z.boolean(), false).check(z.describe('Readings older than the memory store are written too (magnetic-store writes).')),
});

const expected = closed({
  devices: z.int().check(z.minimum(1)),
  every: duration.check(z.describe('How often one device reports: 10s, 5m.')),
});

const table = closed({
  sources: z._default(z.array(source), []).check(z.describe('Where readings come from. A table without sources is written by functions only.')),
  time: z._default(time, { format: 'auto', ifMissing: 'received' }).check(z.describe('Where the time of a reading is; by default its field `time`.')),
  measureName: measureName.check(z.describe('The measure name of the records: one kind of record, one name.')),
  dimensions: named(dimensionName, dimension, 'Text that says what a record is about. What must differ between two devices belongs here.'),
  measures: named(measureName, z.union([measureType, measure]), 'What is observed: a type, or an object with type, unit and limits.'),
  partitionKey: z.optional(dimensionName.check(z.describe('The dimension that most queries filter by. It cannot be changed once the table exists.'))),
  retention,
  expected: z.optional(expected).check(z.describe('The fleet you expect; costs are estimated from it, and the simulated fleet follows it.')),
  kind: later(z.enum(['series', 'event']), 'event: two rows may share a time.'),
  version: later(version, 'a corrected reading with a higher version wins.'),
  rollups: later(z.record(storageName, rollup), 'aggregates kept in a table of their own.'),
  alerts: later(z.record(z.string(), alert), 'what somebody wants to be told.'),
  existing: later(z.boolean(), 'somebody else made this table: it is never created, altered or deleted.'),
});

const database = z.union([
  storageName,
  closed({ local: storageName, pinned: storageName.check(z.describe('The name of the deployed database in every stage.')) }),
]);

export const serviceSchema = closed({
  $schema: z.optional(z.string()),
  service: serviceName.check(z.describe('Names of functions and buckets start with it; the deployed database is <service>-<stage>.')),
  database: database.check(z.describe('The name of the database in stage local.')),
  tables: named(storageName, table, 'One Timestream table per entry. A renamed or removed entry leaves its table and data where they are.'),
  kmsKeyId: later(z.string(), 'the key that encrypts the database.'),
  tags: later(tags, 'put on every resource.'),
});

export type ServiceShape = z.infer<typeof serviceSchema>;
export type TableShape = ServiceShape['tables'][string];
export type MeasureShape = TableShape['measures'][string];

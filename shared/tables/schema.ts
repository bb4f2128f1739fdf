/** The whole shape of tables.json, value by value; rules between values are in cross-checks, both run by parse-tables. */
import * as z from 'zod/mini';
import { measure } from './schema-measure';
import {
  dimensionName, kmsKey, measureName, payloadPath, serviceName, storageName, tagKey, tagValue, topicFilter, valuePaths,
} from './name-rules';
import { alert, rollup } from './schema-later';
import { closed, later, named } from './schema-parts';

// https://docs.aws.amazon.com/timestream/latest/developerguide/API_RetentionProperties.html
const maxMemoryHours = 8766;
const maxMagneticDays = 73_000;

const duration = z.string().check(z.regex(/^[1-9]\d{0,8}(ms|s|m|h|d)$/, { error: 'must be a duration such as 10s, 5m or 1h' }));

const conditionValue = z.union([z.string().check(z.minLength(1)), z.number(), z.boolean()]);

const source = closed({
  topic: topicFilter.check(z.describe('MQTT topic filter: + stands for one level, # for the rest.')),
  via: z._default(z.enum(['direct', 'stream']), 'direct').check(
    z.describe('direct: an IoT rule calls the function for each message. stream: through Kinesis, many messages at a time.'),
  ),
  measureName: z.optional(measureName.check(z.describe('The measure name of readings from this source. Default: that of the table.'))),
  each: z.optional(payloadPath.check(z.describe('Splits a message: one reading for each element of this array, which inherits the fields around it.'))),
  when: z.optional(named(payloadPath, conditionValue, 'Takes only messages that have these values, such as {"$.v": 2}.')),
});

const time = closed({
  from: z.optional(valuePaths),
  format: z._default(z.enum(['auto', 'epoch-s', 'epoch-ms', 'epoch-us', 'epoch-ns', 'iso8601']), 'auto').check(
    z.describe('auto: text is ISO 8601, a number is seconds, ms, us or ns by its size. A wrong unit is noticed only with an explicit format.'),
  ),
  ifMissing: z._default(z.enum(['received', 'reject']), 'received').check(
    z.describe('What happens to a reading without a time: it gets the time it was received, or it is dead-lettered.'),
  ),
  ifFuture: z._default(z.enum(['received', 'reject']), 'reject').check(
    z.describe('What happens to a reading more than 15 minutes ahead: it gets the time it was received, or it is dead-lettered.'),
  ),
  ifAncient: z._default(z.enum(['received', 'reject']), 'reject').check(
    z.describe('What happens to a reading older than the table keeps: it gets the time it was received, or it is dead-lettered.'),
  ),
});

const dimension = closed({
  from: z.optional(valuePaths),
  required: z._default(z.boolean(), false).check(z.describe('A reading without this dimension is dead-lettered.')),
  hash: z.optional(z.literal('hmac').check(z.describe('hmac: a keyed hash is written in place of a personal value.'))),
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
  sources: z._default(z.array(source), []).check(z.describe('The topics that readings are published on. A table without sources gets them over HTTP, from gateways that name it, or from functions alone.')),
  time: z._default(time, { format: 'auto', ifMissing: 'received', ifFuture: 'reject', ifAncient: 'reject' }).check(z.describe('Where the time of a reading is; by default its field `time`.')),
  measureName: measureName.check(z.describe('The measure name of the records: one kind of record, one name.')),
  dimensions: named(dimensionName, dimension, 'Text that says what a record is about. What must differ between two devices belongs here.'),
  measures: named(measureName, measure, 'What is observed: a type, or an object with type, unit, limits and policies.'),
  partitionKey: z.optional(dimensionName.check(z.describe('The dimension that most queries filter by. It cannot be changed once the table exists.'))),
  retention,
  expected: z.optional(expected).check(z.describe('The fleet you expect; costs are estimated from it, and the simulated fleet follows it.')),
  kind: z._default(z.enum(['series', 'event']), 'series').check(
    z.describe('event: two readings of one device may share a time and are both kept.'),
  ),
  version: z.optional(closed({ from: valuePaths })).check(
    z.describe('Where the version of a reading is, so that a corrected one wins. Default: all have the same.'),
  ),
  existing: z._default(z.boolean(), false).check(
    z.describe('Somebody else made this table: a deployment never creates, alters or deletes it.'),
  ),
  rollups: later(z.record(storageName, rollup), 'aggregates kept in a table of their own.'),
  alerts: later(z.record(z.string(), alert), 'what somebody wants to be told.'),
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
  stream: z.optional(z.boolean().check(z.describe('true: a stream is made for gateways that put records themselves. Default: it is made when a source is via stream.'))),
  kmsKeyId: z.optional(kmsKey.check(z.describe('The KMS key that encrypts the deployed database: id, ARN or alias/... Default: the key of the account for Timestream.'))),
  tags: z.optional(named(tagKey, tagValue, 'Put on every deployed resource that takes tags.')),
});

export type ServiceShape = z.infer<typeof serviceSchema>;
export type TableShape = ServiceShape['tables'][string];
export type SourceShape = TableShape['sources'][number];

/**
 * What names and topic filters may look like: Timestream's and IoT Core's rules as schema pieces, each with its message. A pattern of
 * `z.regex` goes into the JSON Schema, where flags are lost and some readers know no classes such as \p{L}: it has neither.
 */
import * as z from 'zod/mini';
import { payloadPathPattern, valuePathPattern } from './value-path';

// https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
const maxDimensionNameBytes = 60;
const maxMeasureNameBytes = 256;
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-timestream-table.html
const storageNamePattern = /^[a-zA-Z0-9_.-]{3,256}$/;
// https://docs.aws.amazon.com/general/latest/gr/iot-core.html (message broker limits: topic size, slashes in a topic)
const maxTopicBytes = 256;
export const maxTopicLevels = 8;

/** Columns that Timestream keeps for itself. */
const reservedColumns = ['time', 'ts_non_existent_col'];
const reservedPrefixes = ['ts_', 'measure_name', 'measure_value'];

/** Narrower than Timestream's own rule: columns stand bare in API expressions such as `avg(temperature)`. */
const columnPattern = /^[A-Za-z][A-Za-z0-9_.-]*$/;
/** Whole levels of `+`, `#` only as the last one, no `$` topics (they are AWS's own), nothing that would need quoting in rule SQL. */
const topicFilterPattern = /^(?!\$)((\+|[^+#/'"\s]+)\/)*(\+|#|[^+#/'"\s]+)$/;

export const utf8Bytes = (text: string): number => new TextEncoder().encode(text).length;

const isFree = (name: string): boolean =>
  !reservedColumns.includes(name) && !reservedPrefixes.some((prefix) => name.startsWith(prefix));

const columnName = (maxBytes: number) => z.string().check(
  z.regex(columnPattern, { error: 'must start with a letter and have only letters, digits, _ . and -' }),
  z.refine((name) => utf8Bytes(name) <= maxBytes, { error: `must have at most ${maxBytes} bytes` }),
  z.refine(isFree, { error: `is reserved by Timestream: ${reservedColumns.join(', ')} and every name that starts with ${reservedPrefixes.join(', ')}` }),
);

export const dimensionName = columnName(maxDimensionNameBytes);
/** The measure name of a record, or the name of one of its measures. */
export const measureName = columnName(maxMeasureNameBytes);

/** Objects of JavaScript, and so the schema, pass over an entry of this name in silence. */
const isKept = (name: string): boolean => name !== '__proto__';
const notKept = { error: 'is no name for an entry, since JavaScript gives it another meaning' };

export const storageName = z.string().check(
  z.regex(storageNamePattern, { error: 'must have 3 to 256 letters, digits, _ . or -' }),
  z.refine(isKept, notKept),
);

/** Function names are `<service>-<stage>-<key>` within Lambda's 64 characters, and bucket names start with it. */
export const serviceName = z.string().check(
  z.regex(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/, { error: 'must have 3 to 24 lower-case letters, digits or -, and start with a letter' }),
);

export const topicFilter = z.string().check(
  z.regex(topicFilterPattern, { error: 'must be an MQTT topic filter: + a whole level, # only the last one, no empty level, no space or quote, not starting with $' }),
  z.refine((filter) => !/\p{Cc}/u.test(filter), { error: 'must have no control characters' }),
  z.refine((filter) => utf8Bytes(filter) <= maxTopicBytes, { error: `must have at most ${maxTopicBytes} bytes` }),
  z.refine((filter) => filter.split('/').length <= maxTopicLevels, { error: `must have at most ${maxTopicLevels} levels` }),
);

export const valuePath = z.string().check(
  z.regex(valuePathPattern, { error: 'must be topic(n), clientid() or a path such as $.gps.speed' }),
);

export const valuePaths = z.union([valuePath, z.array(valuePath).check(z.minLength(1))]).check(
  z.describe('Where the value is in a message: $.a.b, topic(n) or clientid(), or several alternatives of which the first that is present counts. Default: the field of the same name.'),
);

export const payloadPath = z.string().check(
  z.regex(payloadPathPattern, { error: 'must be a path into the message such as $.intervals' }),
);

// https://docs.aws.amazon.com/timestream/latest/developerguide/API_CreateDatabase.html (KmsKeyId)
const kmsKeyPattern = /^(arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:(key|alias)\/[A-Za-z0-9/_-]+|alias\/[A-Za-z0-9/_-]+|(mrk-[0-9a-f]{32}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}))$/;

export const kmsKey = z.string().check(
  z.regex(kmsKeyPattern, { error: 'must be the id, the ARN or the alias (alias/...) of a KMS key' }),
);

// https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html: what every service takes; of a key, what
// the deploy tool does
const tagKeyPattern = /^(?![aA][wW][sS]:)[A-Za-z0-9 _.:/=+-]{1,128}$/;
const tagValuePattern = /^[\p{L}\p{Z}\p{N}_.:/=+\-@]{0,256}$/u;

export const tagKey = z.string().check(
  z.regex(tagKeyPattern, { error: 'must have 1 to 128 letters (a to z), digits, spaces and _ . : / = + -, and not start with aws:' }),
  z.refine(isKept, notKept),
);

export const tagValue = z.string().check(
  z.refine((value) => tagValuePattern.test(value), { error: 'must have at most 256 letters, digits, spaces and _ . : / = + - @' }),
);

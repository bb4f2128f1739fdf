/** What names and topic filters may look like: Timestream's and IoT Core's rules as schema pieces, each with its message. */
import * as z from 'zod/mini';
import { valuePathPattern } from './value-path';

// https://docs.aws.amazon.com/timestream/latest/developerguide/ts-limits.html
const maxDimensionNameBytes = 60;
const maxMeasureNameBytes = 256;
// https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-timestream-table.html
const storageNamePattern = /^[a-zA-Z0-9_.-]{3,256}$/;
// https://docs.aws.amazon.com/general/latest/gr/iot-core.html (message broker limits: topic size, slashes in a topic)
const maxTopicBytes = 256;
const maxTopicLevels = 8;

/** Columns that Timestream keeps for itself. */
const reservedColumns = ['time', 'ts_non_existent_col'];
const reservedPrefixes = ['ts_', 'measure_name', 'measure_value'];

/** Narrower than Timestream's own rule: columns stand bare in API expressions such as `avg(temperature)`. */
const columnPattern = /^[A-Za-z][A-Za-z0-9_.-]*$/;
/** Whole levels of `+`, `#` only as the last one, no `$` topics (they are AWS's own), nothing that would need quoting in rule SQL. */
const topicFilterPattern = /^(?!\$)((\+|[^+#/'"\s\p{Cc}]+)\/)*(\+|#|[^+#/'"\s\p{Cc}]+)$/u;

const bytes = (text: string): number => new TextEncoder().encode(text).length;

const isFree = (name: string): boolean =>
  !reservedColumns.includes(name) && !reservedPrefixes.some((prefix) => name.startsWith(prefix));

const columnName = (maxBytes: number) => z.string().check(
  z.regex(columnPattern, { error: 'must start with a letter and have only letters, digits, _ . and -' }),
  z.refine((name) => bytes(name) <= maxBytes, { error: `must have at most ${maxBytes} bytes` }),
  z.refine(isFree, { error: `is reserved by Timestream: ${reservedColumns.join(', ')} and every name that starts with ${reservedPrefixes.join(', ')}` }),
);

export const dimensionName = columnName(maxDimensionNameBytes);
/** The measure name of a record, or the name of one of its measures. */
export const measureName = columnName(maxMeasureNameBytes);

export const storageName = z.string().check(
  z.regex(storageNamePattern, { error: 'must have 3 to 256 letters, digits, _ . or -' }),
);

/** Function names are `<service>-<stage>-<key>` within Lambda's 64 characters, and bucket names start with it. */
export const serviceName = z.string().check(
  z.regex(/^[a-z][a-z0-9-]{1,22}[a-z0-9]$/, { error: 'must have 3 to 24 lower-case letters, digits or -, and start with a letter' }),
);

export const topicFilter = z.string().check(
  z.regex(topicFilterPattern, { error: 'must be an MQTT topic filter: + a whole level, # only the last one, no empty level, no space or quote, not starting with $' }),
  z.refine((filter) => bytes(filter) <= maxTopicBytes, { error: `must have at most ${maxTopicBytes} bytes` }),
  z.refine((filter) => filter.split('/').length <= maxTopicLevels, { error: `must have at most ${maxTopicLevels} levels` }),
);

export const valuePath = z.string().check(
  z.regex(valuePathPattern, { error: 'must be topic(n), clientid() or a path such as $.gps.speed' }),
);

/** The shape of one measure in tables.json, with what becomes of a value that cannot be written as it is; part of schema. */
import * as z from 'zod/mini';
import { defaultMeasurePolicy } from './definition';
import { utf8Bytes, valuePaths } from './name-rules';
import { closed } from './schema-parts';

// https://docs.aws.amazon.com/timestream/latest/developerguide/writes.html#writes.data-types
const maxVarcharBytes = 2048;

export const measureType = z.enum(['DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP']).check(
  z.describe('The declared type is law: a whole number of a DOUBLE measure is written as DOUBLE.'),
);

const enumText = z.string().check(
  z.minLength(1),
  z.refine((text) => utf8Bytes(text) <= maxVarcharBytes, { error: `must have at most ${maxVarcharBytes} bytes` }),
);

const fates = 'is left out and counted (skip), or dead-letters the reading (reject)';
const defaults = defaultMeasurePolicy;
const skipOrReject = z.enum(['skip', 'reject']);

export const measureObject = closed({
  type: measureType,
  from: z.optional(valuePaths),
  unit: z.optional(z.string().check(z.minLength(1), z.describe('UCUM code or plain text; shown, never computed with.'))),
  scale: z.optional(z.number().check(
    z.refine((scale) => scale !== 0, { error: 'would make every value 0' }),
    z.describe('The value is multiplied by this before it is checked and written. DOUBLE and BIGINT only.'),
  )),
  min: z.optional(z.number().check(z.describe('The lowest value, after scale. DOUBLE and BIGINT only.'))),
  max: z.optional(z.number().check(z.describe('The highest value, after scale. DOUBLE and BIGINT only.'))),
  enum: z.optional(z.array(enumText).check(z.minLength(1), z.describe('The only values allowed. VARCHAR only.'))),
  kind: z._default(z.enum(['gauge', 'counter']), 'gauge').check(
    z.describe('counter: it only rises, but for resets; rates and increases are asked of it. DOUBLE and BIGINT only.'),
  ),
  retired: z._default(z.boolean(), false).check(z.describe('Known and asked for, but no longer written.')),
  ifNull: z._default(skipOrReject, defaults.ifNull).check(z.describe(`A null ${fates}.`)),
  ifEmpty: z._default(skipOrReject, defaults.ifEmpty).check(z.describe(`Empty text ${fates}.`)),
  ifNotFinite: z._default(skipOrReject, defaults.ifNotFinite).check(z.describe(`NaN or an infinity ${fates}. DOUBLE and BIGINT only.`)),
  ifTooLong: z._default(z.enum(['truncate', 'skip', 'reject']), defaults.ifTooLong).check(
    z.describe(`Text over ${maxVarcharBytes} bytes is cut (truncate), or ${fates}. VARCHAR only.`),
  ),
  ifOutOfRange: z._default(z.enum(['clamp', 'skip', 'reject']), defaults.ifOutOfRange).check(
    z.describe(`A value under min or over max is made the limit (clamp), or ${fates}.`),
  ),
  ifNotInEnum: z._default(skipOrReject, defaults.ifNotInEnum).check(z.describe(`Text that enum does not list ${fates}.`)),
});

export const measure = z.union([measureType, measureObject]);

export type MeasureShape = z.infer<typeof measure>;

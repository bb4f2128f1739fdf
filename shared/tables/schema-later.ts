/** Shapes of tables.json that are settled and not built yet: the JSON Schema shows them, schema refuses them through `later`. */
import * as z from 'zod/mini';
import { dimensionName } from './name-rules';
import { closed } from './schema-parts';

const duration = z.string();
const dimensionNames = z.array(dimensionName).check(z.minLength(1));

export const rollup = closed({
  bin: duration,
  schedule: z.string().check(z.describe('cron(...) or rate(...)')),
  by: dimensionNames,
  aggregates: z.array(z.enum(['avg', 'min', 'max', 'sum', 'count'])).check(z.minLength(1)),
});

export const alert = closed({
  expression: z.optional(z.string().check(z.describe('Of the API, such as max(temperature)>40'))),
  silentFor: z.optional(duration),
  by: z.optional(dimensionNames),
  for: z.optional(duration),
});

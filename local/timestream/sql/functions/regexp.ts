/** Regular expression functions: Java's patterns, which JavaScript runs (see javascript/regexp/). */
import { scalarFunction, type Printed } from './function';

const call = (name: string, ...rest: readonly string[]) => (...args: Printed[]) =>
  `timestream_${name}(${[...args.map((arg) => arg.sql), ...rest].join(', ')})`;

const WHOLE_MATCH = 'CAST(0 AS BIGINT)';

export const regexp = [
  scalarFunction('regexp_like(varchar, varchar) -> boolean', call('regexp_like')),
  scalarFunction('regexp_extract(varchar, varchar) -> varchar', call('regexp_extract', WHOLE_MATCH)),
  scalarFunction('regexp_extract(varchar, varchar, bigint) -> varchar', call('regexp_extract')),
  scalarFunction('regexp_extract_all(varchar, varchar) -> array(varchar)', call('regexp_extract_all', WHOLE_MATCH)),
  scalarFunction('regexp_extract_all(varchar, varchar, bigint) -> array(varchar)', call('regexp_extract_all')),
  scalarFunction('regexp_replace(varchar, varchar) -> varchar', call('regexp_replace', "''")),
  scalarFunction('regexp_replace(varchar, varchar, varchar) -> varchar', call('regexp_replace')),
  scalarFunction('regexp_split(varchar, varchar) -> array(varchar)', call('regexp_split')),
];

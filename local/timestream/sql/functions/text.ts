/** String functions. Lengths and positions count characters, not bytes. */
import { bind } from '../print/binding';
import { stringLiteral } from '../print/literal';
import { raise } from '../print/raise';
import { MAX_TEXT_LENGTH } from '../text-limit';
import { scalarFunction, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** What trim removes: Unicode white space without the no-break ones; DuckDB alone would remove only spaces. */
const BLANKS = stringLiteral(
  '\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000',
);

const trimmed = (name: string) => (x: Printed) => `${name}(${x.sql}, ${BLANKS})`;

/** DuckDB turns a small sharp s into a capital one; one character at a time, as the service works, it has none. */
const upper = (x: Printed) => `array_to_string(list_transform(string_split(${x.sql}, 'ß'), lambda part: upper(part)), 'ß')`;

/** DuckDB's substr fails beyond 32 bits; no text is that long. */
const clamped = (place: string) => `least(${place}, 2147483647)`;

/** Positions beyond either end give the empty string; DuckDB would start at the first character. */
function substr(text: Printed, start: Printed, length?: Printed): string {
  const args = length === undefined ? [text, start] : [text, start, length];
  return bind(args, (x, from, count) => {
    const rest = count === undefined ? '' : `, ${clamped(count)}`;
    const empty = [`${from} = 0`, `${from} < -length(${x})`, ...(count === undefined ? [] : [`${count} <= 0`])];
    const nulls = [x, from, ...(count === undefined ? [] : [count])].map((value) => `${value} IS NULL`).join(' OR ');
    return `CASE WHEN ${nulls} THEN NULL WHEN ${empty.join(' OR ')} THEN '' ELSE substr(${x}, ${clamped(from)}${rest}) END`;
  });
}

/** Replacing the empty string puts the replacement around every character. */
const replace = (text: Printed, search: Printed, by: Printed) => bind([text, search, by], (x, wanted, replacement) =>
  `CASE WHEN ${wanted} = '' AND ${x} = '' THEN ${replacement} WHEN ${wanted} = '' THEN ${replacement} || array_to_string(list_transform(string_split(${x}, ''), lambda c: c || ${replacement}), '') ` +
  `ELSE replace(${x}, ${wanted}, ${replacement}) END`);

const fails = (message: string, type: string, detail?: string) => `CAST(${raise(message, detail)} AS ${type})`;

/** Without a separator every character is a part. */
const splitPart = (text: Printed, separator: Printed, index: Printed) => bind([text, separator, index], (x, mark, place) =>
  `CASE WHEN ${x} IS NULL OR ${mark} IS NULL THEN NULL WHEN ${place} <= 0 THEN ${fails('Index must be greater than zero', 'VARCHAR')} ` +
  `WHEN ${mark} = '' THEN CASE WHEN ${place} <= length(${x}) THEN substr(${x}, ${clamped(place)}, 1) END ` +
  `ELSE string_split(${x}, ${mark})[${place}] END`);

/** A whole array that fails. */
const failedSplit = (message: string) => `[${fails(message, 'VARCHAR')}]`;

const split = (text: Printed, separator: Printed) => bind([text, separator], (x, mark) =>
  `CASE WHEN ${x} IS NOT NULL AND ${mark} = '' THEN ${failedSplit('The delimiter may not be the empty string')} ` +
  `WHEN ${mark} IS NOT NULL THEN string_split(${x}, ${mark}) END`);

/** Each part follows a separator, so the first separator is cut off; DuckDB's own joining takes only constant ones. */
const joined = (parts: string, separator: string) =>
  `substr(array_to_string(list_transform(${parts}, lambda part: ${separator} || part), ''), length(${separator}) + 1)`;

/** The last part keeps the rest. */
const splitAtMost = (text: Printed, separator: Printed, limit: Printed) => bind([text, separator, limit], (x, mark, most) =>
  `CASE WHEN ${x} IS NULL OR ${mark} IS NULL OR ${most} IS NULL THEN NULL ` +
  `WHEN ${most} <= 0 THEN ${failedSplit('Limit must be positive')} ` +
  `WHEN ${most} > 2147483647 THEN ${failedSplit('Limit is too large')} ` +
  `WHEN ${mark} = '' THEN ${failedSplit('The delimiter may not be the empty string')} ` +
  `WHEN len(string_split(${x}, ${mark})) <= ${most} THEN string_split(${x}, ${mark}) ` +
  `ELSE list_append(string_split(${x}, ${mark})[1:${most} - 1], ${joined(`string_split(${x}, ${mark})[${most}:]`, mark)}) END`);

const chr = (code: Printed) => bind([code], (n) =>
  `CASE WHEN ${n} BETWEEN 0 AND 55295 OR ${n} BETWEEN 57344 AND 1114111 THEN chr(CAST(${n} AS INTEGER)) ` +
  `WHEN ${n} IS NOT NULL THEN ${fails('Not a valid Unicode code point: ', 'VARCHAR', `CAST(${n} AS VARCHAR)`)} END`);

const codepoint = (text: Printed) => bind([text], (x) =>
  `CASE WHEN length(${x}) = 1 THEN unicode(${x}) ` +
  `WHEN ${x} IS NOT NULL THEN ${fails('Input string must be a single character string', 'INTEGER')} END`);

const padded = (name: 'lpad' | 'rpad') => (text: Printed, size: Printed, filler: Printed) => bind([text, size, filler], (x, length, pad) =>
  `CASE WHEN ${x} IS NULL OR ${length} IS NULL OR ${pad} IS NULL THEN NULL ` +
  `WHEN ${length} NOT BETWEEN 0 AND 2147483647 THEN ${fails('Target length must be in the range [0..2147483647]', 'VARCHAR')} ` +
  `WHEN ${length} > ${MAX_TEXT_LENGTH} THEN ${fails(`The result of ${name} has more than ${MAX_TEXT_LENGTH} characters`, 'VARCHAR')} ` +
  `WHEN ${pad} = '' THEN ${fails('Padding string must not be empty', 'VARCHAR')} ` +
  `ELSE ${name}(${x}, CAST(${length} AS INTEGER), ${pad}) END`);

export const text = [
  scalarFunction('concat(varchar, varchar...) -> varchar', (...args) => `(${args.map((arg) => arg.sql).join(' || ')})`),
  scalarFunction('length(varchar) -> bigint', call('length')),
  scalarFunction('lower(varchar) -> varchar', call('lower')),
  scalarFunction('upper(varchar) -> varchar', upper),
  scalarFunction('trim(varchar) -> varchar', trimmed('trim')),
  scalarFunction('ltrim(varchar) -> varchar', trimmed('ltrim')),
  scalarFunction('rtrim(varchar) -> varchar', trimmed('rtrim')),
  scalarFunction('substr(varchar, bigint) -> varchar', substr),
  scalarFunction('substr(varchar, bigint, bigint) -> varchar', substr),
  scalarFunction('replace(varchar, varchar) -> varchar', (x, search) => `replace(${x.sql}, ${search.sql}, '')`),
  scalarFunction('replace(varchar, varchar, varchar) -> varchar', replace),
  scalarFunction('strpos(varchar, varchar) -> bigint', call('strpos')),
  scalarFunction('split_part(varchar, varchar, bigint) -> varchar', splitPart),
  scalarFunction('split(varchar, varchar) -> array(varchar)', split),
  scalarFunction('split(varchar, varchar, bigint) -> array(varchar)', splitAtMost),
  scalarFunction('strpos(varchar, varchar, bigint) -> bigint', call('timestream_strpos')),
  scalarFunction('strrpos(varchar, varchar) -> bigint', (x, wanted) => `timestream_strrpos(${x.sql}, ${wanted.sql}, CAST(1 AS BIGINT))`),
  scalarFunction('strrpos(varchar, varchar, bigint) -> bigint', call('timestream_strrpos')),
  scalarFunction('chr(bigint) -> varchar', chr),
  scalarFunction('codepoint(varchar) -> integer', codepoint),
  scalarFunction('hamming_distance(varchar, varchar) -> bigint', call('timestream_hamming_distance')),
  scalarFunction('levenshtein_distance(varchar, varchar) -> bigint', call('timestream_levenshtein_distance')),
  scalarFunction('lpad(varchar, bigint, varchar) -> varchar', padded('lpad')),
  scalarFunction('rpad(varchar, bigint, varchar) -> varchar', padded('rpad')),
  scalarFunction('reverse(varchar) -> varchar', call('timestream_reverse')),
];

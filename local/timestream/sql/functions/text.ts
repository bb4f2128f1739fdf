/** String functions. Lengths and positions count characters, not bytes. */
import { bind } from '../print/binding';
import { stringLiteral } from '../print/literal';
import { raise } from '../print/raise';
import { futureFunction, scalarFunction, type Printed } from './function';

const call = (name: string) => (...args: Printed[]) => `${name}(${args.map((arg) => arg.sql).join(', ')})`;

/** What trim removes: Unicode white space without the no-break ones; DuckDB alone would remove only spaces. */
const BLANKS = stringLiteral(
  '\t\n\u000b\f\r\u001c\u001d\u001e\u001f \u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2008\u2009\u200a\u2028\u2029\u205f\u3000',
);

const trimmed = (name: string) => (x: Printed) => `${name}(${x.sql}, ${BLANKS})`;

/** DuckDB turns a small sharp s into a capital one; one character at a time, as the service works, it has none. */
const upper = (x: Printed) => {
  const hidden = 'chr(1114111)';
  return `translate(upper(translate(${x.sql}, 'ß', ${hidden})), ${hidden}, 'ß')`;
};

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

const splitPart = (text: Printed, separator: Printed, index: Printed) => bind([text, separator, index], (x, mark, place) =>
  `CASE WHEN ${place} <= 0 THEN CAST(${raise('Index must be greater than zero')} AS VARCHAR) ` +
  `WHEN ${mark} = '' THEN CAST(${raise('split_part with an empty delimiter is not supported yet')} AS VARCHAR) ` +
  `ELSE string_split(${x}, ${mark})[${place}] END`);

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
  futureFunction('typeof(T) -> varchar'),
  futureFunction('strpos(varchar, varchar, bigint) -> bigint'),
  futureFunction('strrpos(varchar, varchar) -> bigint'),
  futureFunction('strrpos(varchar, varchar, bigint) -> bigint'),
  futureFunction('chr(bigint) -> varchar'),
  futureFunction('codepoint(varchar) -> integer'),
  futureFunction('hamming_distance(varchar, varchar) -> bigint'),
  futureFunction('levenshtein_distance(varchar, varchar) -> bigint'),
  futureFunction('lpad(varchar, bigint, varchar) -> varchar'),
  futureFunction('rpad(varchar, bigint, varchar) -> varchar'),
  futureFunction('reverse(varchar) -> varchar'),
  futureFunction('split(varchar, varchar) -> array(varchar)'),
  futureFunction('split(varchar, varchar, bigint) -> array(varchar)'),
  ...['regexp_extract', 'regexp_extract_all'].flatMap((name) => [
    futureFunction(`${name}(varchar, varchar) -> varchar`),
    futureFunction(`${name}(varchar, varchar, bigint) -> varchar`),
  ]),
  futureFunction('regexp_like(varchar, varchar) -> boolean'),
  futureFunction('regexp_replace(varchar, varchar) -> varchar'),
  futureFunction('regexp_replace(varchar, varchar, varchar) -> varchar'),
  futureFunction('regexp_split(varchar, varchar) -> array(varchar)'),
];

import fc from 'fast-check';
import { isQuotable, Sql, sql } from '../../../shared/timestream/sql';
import { anyCharacter } from '../../any-character';

/** What a server reads back from a literal: nothing of it may end before the last quote. */
function readBack(literal: string, quote: '"' | "'"): string {
  const inner = literal.slice(1, -1);
  if (literal.at(0) !== quote || literal.at(-1) !== quote) throw new Error('not a literal');
  if (inner.replaceAll(quote + quote, '').includes(quote)) throw new Error('the literal ends early');
  return inner.replaceAll(quote + quote, quote);
}

const anyText = fc.string({ unit: anyCharacter }).filter(isQuotable);

test('no text escapes its literal', () => {
  fc.assert(fc.property(anyText, (text) => {
    expect(readBack(Sql.string(text).text, "'")).toBe(text);
    expect(readBack(Sql.identifier(text).text, '"')).toBe(text);
  }));
});

test.each([
  ["o'clock", "'o''clock'"],
  ["'; DROP TABLE x; --", "'''; DROP TABLE x; --'"],
  ['back\\slash', "'back\\slash'"],
  ['/* comment */', "'/* comment */'"],
  ['', "''"],
])('%s is the text %s', (value, literal) => {
  expect(Sql.string(value).text).toBe(literal);
});

test.each(['\0', 'a\0b', '\ud800', 'a\udc00'])('text that cannot be matched exactly is refused: %j', (text) => {
  expect(isQuotable(text)).toBe(false);
  expect(() => Sql.string(text)).toThrow(RangeError);
  expect(() => Sql.identifier(text)).toThrow(RangeError);
});

test('a prefix is matched as it stands: the wildcards of LIKE are escaped', () => {
  expect(Sql.startingWith('50%_a\\b').text).toBe(String.raw`'50\%\_a\\b%' ESCAPE '\'`);
  expect(Sql.startingWith("it's").text).toBe(String.raw`'it''s%' ESCAPE '\'`);
});

test('a timestamp has nine decimals', () => {
  expect(Sql.timestamp(1_795_341_600_123_456_789n).text).toBe("timestamp '2026-11-22 10:00:00.123456789'");
  expect(Sql.timestamp(0n).text).toBe("timestamp '1970-01-01 00:00:00.000000000'");
  expect(() => Sql.timestamp(-1n)).toThrow(RangeError);
});

test('any time keeps its nanoseconds', () => {
  fc.assert(fc.property(fc.bigInt(0n, 2n ** 63n - 1n), (timeNs) => {
    const [, date = '', seconds = '', ns = ''] = /^timestamp '(\S+) (\S+)\.(\d{9})'$/.exec(Sql.timestamp(timeNs).text) ?? [];
    expect(BigInt(Date.parse(`${date}T${seconds}Z`)) * 1_000_000n + BigInt(ns)).toBe(timeNs);
  }));
});

test('numbers are whole and not negative', () => {
  expect(Sql.seconds(300).text).toBe('300s');
  expect(Sql.integer(0).text).toBe('0');
  for (const value of [-1, 1.5, NaN, Infinity, 2 ** 53]) expect(() => Sql.integer(value)).toThrow(RangeError);
});

test('the tag joins literals and parts', () => {
  const list = Sql.join([Sql.string('a'), Sql.string('b')]);
  expect(sql`WHERE ${Sql.identifier('x')} IN (${list}) AND true`.text).toBe(`WHERE "x" IN ('a', 'b') AND true`);
});

test('what is no Sql cannot be joined', () => {
  // @ts-expect-error the compiler refuses a bare string; at run time its text is undefined and nothing of it gets in
  expect(sql`WHERE ${'1=1'}`.text).toBe('WHERE ');
});

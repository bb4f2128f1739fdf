/** Which LIKE goes to DuckDB as it is, and which as a regular expression that takes linear time. */
import { printLike } from '../../../../../local/timestream/sql/print/like';

test.each(['abc', 'a%', '%a', '%a%', 'a%b', 'a%%b%', '%%'])('the pattern %s stays a LIKE', (text) => {
  expect(printLike('x', 'p', { text })).toBe('(x LIKE p)');
});

test('with more places to try it is a regular expression, in which other characters stand for themselves', () => {
  expect(printLike('x', 'p', { text: '%a.b%c_d%%' })).toBe("regexp_full_match(x, '(?s).*a\\.b.*c.d.*')");
});

test('an escaped wildcard is none', () => {
  expect(printLike('x', 'p', { text: '%a!%b!_c!!%', escape: '!' })).toBe("(x LIKE p ESCAPE '!')");
  expect(printLike('x', 'p', { text: '%a!%b%c!_!!%', escape: '!' })).toBe("regexp_full_match(x, '(?s).*a%b.*c_!.*')");
});

test('a pattern that is computed is always a regular expression', () => {
  expect(printLike('x', 'p', undefined)).toMatch(/^regexp_full_match\(x, .*\bp\b/);
});

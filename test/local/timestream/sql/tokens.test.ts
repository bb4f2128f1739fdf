import { tokenize } from '../../../../local/timestream/sql/tokens';

const kinds = (text: string) => tokenize(text).slice(0, -1).map(({ kind, text: value }) => `${kind} ${value}`);

test('a name may hold colons, so that measure_value::double is one column', () => {
  expect(kinds('measure_value::double')).toEqual(['word measure_value::double']);
});

test('a number with a unit is a duration, without one it is a number', () => {
  expect(kinds('5m 50ns 1month 1h+2d 5 5.5 .5 1e3 1E-3')).toEqual([
    'duration 5m', 'duration 50ns', 'duration 1month', 'duration 1h', 'symbol +', 'duration 2d',
    'integer 5', 'double 5.5', 'double .5', 'double 1e3', 'double 1E-3',
  ]);
});

test('a doubled quote stands for one', () => {
  expect(kinds('\'it\'\'s\' "a""b" \'\'')).toEqual(["string it's", 'quoted-name a"b', 'string ']);
});

test('comments and line breaks separate, and are nothing inside a string', () => {
  expect(kinds("a--x\nb/* ; ' */c '--/*'")).toEqual(['word a', 'word b', 'word c', 'string --/*']);
});

test('keywords compare in upper case, names keep theirs', () => {
  expect(tokenize('Select').map(({ key, text }) => [key, text])[0]).toEqual(['SELECT', 'Select']);
});

test('the last token is the end', () => {
  expect(tokenize('')).toEqual([{ kind: 'end', text: '<EOF>', key: '<EOF>', at: 0, end: 0 }]);
});

test.each([
  ["'open", 0], ['x "open', 2], ['/* open', 0], ['1x', 0], ['a # b', 2], ["'\ud800'", 0], ['""', 0], ['1.2.3', 0], ['a\0', 1],
])('%j is refused where it goes wrong', (text, at) => {
  expect(() => tokenize(text)).toThrow(expect.objectContaining({ at }));
});

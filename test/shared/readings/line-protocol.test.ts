/** Line protocol as its reference describes it: https://docs.influxdata.com/influxdb/v2/reference/syntax/line-protocol/ */
import fc from 'fast-check';
import { isComment, readLine } from '../../../shared/readings/line-protocol';

const read = (line: string, precision: Parameters<typeof readLine>[1] = 'ns') => readLine(Buffer.from(line), precision);
const fieldsOf = (line: string) => (read(line) as { fields?: object }).fields;

it('reads measurement, tags, fields and timestamp', () => {
  expect(read('weather,location=us-midwest,season=summer temperature=82,ok=t,note="all fine" 1465839830100400200')).toEqual({
    fields: { measurement: 'weather', location: 'us-midwest', season: 'summer', temperature: 82, ok: true, note: 'all fine' },
    timeNs: 1465839830100400200n,
  });
});

it('needs neither tags nor timestamp', () => {
  expect(read('weather temperature=82')).toEqual({ fields: { measurement: 'weather', temperature: 82 }, timeNs: undefined });
});

it.each([
  ['ns', '1465839830100400200', 1465839830100400200n],
  ['us', '1465839830100400', 1465839830100400000n],
  ['ms', '1465839830100', 1465839830100000000n],
  ['s', '1465839830', 1465839830000000000n],
  ['s', '-1', -1000000000n],
] as const)('reads a timestamp in %s: %s', (precision, timestamp, timeNs) => {
  expect(read(`m v=1 ${timestamp}`, precision)).toMatchObject({ timeNs });
});

it.each([
  ['1', 1], ['1.0', 1], ['-1.234456e+78', -1.234456e78], ['.5', 0.5], ['5.', 5], ['1e999', Infinity],
  ['1i', 1], ['-12485903i', -12485903], ['1u', 1],
  ['9007199254740993i', '9007199254740993'], ['-9223372036854775808i', '-9223372036854775808'], ['18446744073709551615u', '18446744073709551615'],
  ['t', true], ['T', true], ['true', true], ['True', true], ['TRUE', true],
  ['f', false], ['F', false], ['false', false], ['False', false], ['FALSE', false],
  ['""', ''], ['"a, b=c d"', 'a, b=c d'], [String.raw`"\"string\" within"`, '"string" within'], [String.raw`"C:\\\\x\y"`, String.raw`C:\\x\y`],
  ['"Launch 🚀"', 'Launch 🚀'],
])('reads the value %s', (text, value) => {
  expect(fieldsOf(`m v=${text}`)).toEqual({ measurement: 'm', v: value });
});

it.each([
  [String.raw`my\ Measure\,ment v=1`, { measurement: 'my Measure,ment', v: 1 }],
  [String.raw`m=x v=1`, { measurement: 'm=x', v: 1 }],
  [String.raw`m,tag\ Key\=1=tag\ Value\,1,a=\=b field\ Key=1`, { measurement: 'm', 'tag Key=1': 'tag Value,1', a: '=b', 'field Key': 1 }],
  [String.raw`m,path=C:\Users\x v=1`, { measurement: 'm', path: String.raw`C:\Users\x`, v: 1 }],
  [String.raw`m,unc=\\host v=1`, { measurement: 'm', unc: String.raw`\\host`, v: 1 }],
  ['m,quoted="x" v=1', { measurement: 'm', quoted: '"x"', v: 1 }],
  ['m,tag=🍭 v=1', { measurement: 'm', tag: '🍭', v: 1 }],
])('takes escapes and quotes as the reference says: %s', (line, fields) => {
  expect(fieldsOf(line)).toEqual(fields);
});

it('gives a tag or field of that name the word before the measurement', () => {
  expect(fieldsOf('m,measurement=mine v=1')).toEqual({ measurement: 'mine', v: 1 });
});

it.each([
  ['', 'column 1: a measurement'],
  [',a=b v=1', 'column 1: a measurement'],
  ['m', 'column 2: a space'],
  ['m ', 'column 3: a field'],
  ['m,a v=1', 'column 3: a tag'],
  ['m,a= v=1', 'column 3: a tag'],
  ['m,a=b', 'column 6: a space'],
  ['m,a=b,a=c v=1', 'column 10: "a" is there twice'],
  ['m,a=b a=1', '"a" is there twice'],
  ['m v=1,v=2', '"v" is there twice'],
  ['m v', 'column 3: a field'],
  ['m v=', 'column 3: a field'],
  ['m v=text', '"text" is no value of a field'],
  ['m v=NaN', '"NaN" is no value'],
  ['m v=1.5i', '"1.5i" is no value'],
  ['m v=-1u', '"-1u" is no value'],
  ['m v=9223372036854775808i', 'is no value'],
  ['m v="open', 'column 3: a field'],
  ['m v="x"y', 'column 8: a timestamp'],
  ['m v=1 soon', 'column 6: a timestamp'],
  ['m v=1 1.5', 'column 6: a timestamp'],
  ['m v=1 1 2', 'column 6: a timestamp'],
])('refuses %j: %s', (line, problem) => {
  expect(read(line)).toMatchObject({ reason: 'unreadable', detail: expect.stringContaining(problem) });
});

it('refuses what is not UTF-8', () => {
  expect(readLine(Buffer.from('m,a=\xff v=1', 'latin1'), 'ns')).toMatchObject({ reason: 'unreadable', detail: expect.stringContaining('UTF-8') });
});

it('knows a comment by its first character, blanks apart', () => {
  expect(['# m v=1', ' \t# m v=1', 'm#x v=1', ' m#x v=1', ''].map((line) => isComment(Buffer.from(line)))).toEqual([true, true, false, false, false]);
});

it('reads back what was escaped as the reference says, whatever it is', () => {
  const word = fc.string({ unit: fc.constantFrom('a', 'ü', ',', '=', ' ', '"', '\\x', '🚀'), minLength: 1, maxLength: 12 });
  const escapeKey = (text: string) => text.replace(/[,= ]/g, (sign) => `\\${sign}`);
  fc.assert(fc.property(word, word, word, word, (tagKey, tagValue, fieldKey, text) => {
    fc.pre(tagKey !== fieldKey && tagKey !== 'measurement');
    const line = `m,${escapeKey(tagKey)}=${escapeKey(tagValue)} ${escapeKey(fieldKey)}="${text.replace(/["\\]/g, (sign) => `\\${sign}`)}" 1`;
    expect(read(line)).toEqual({ fields: { measurement: 'm', [tagKey]: tagValue, [fieldKey]: text }, timeNs: 1n });
  }));
});

it('reads a line of a mebibyte, whatever it is full of, and refuses a longer one', () => {
  const mebibyte = 1024 * 1024;
  const filled = (part: string, around: (filler: string) => string) => around(part.repeat(Math.floor((mebibyte - around('').length) / part.length)));
  expect(fieldsOf(filled('t', (name) => `${name} v=1`))).toMatchObject({ v: 1 });
  expect(fieldsOf(filled(String.raw`\,`, (name) => `m,${name}=a v=1`))).toMatchObject({ v: 1 });
  expect(fieldsOf(filled(String.raw`\"`, (text) => `m v="${text}"`))).toEqual({ measurement: 'm', v: '"'.repeat((mebibyte - 6) / 2) });
  expect(read(`m v=1${' '.repeat(mebibyte - 5)}`)).toMatchObject({ fields: { v: 1 } });
  expect(read(`m v=1${' '.repeat(mebibyte - 4)}`)).toMatchObject({ reason: 'unreadable', detail: 'line protocol: 1048577 bytes in one line, 1048576 are taken' });
});

/** JSON whose integers stay what was sent: recognised beyond 2^53, and nothing else changed by looking for them. */
import fc from 'fast-check';
import { parseJson, UnsafeInteger } from '../../../shared/readings/parse-json';

const parse = (text: string) => parseJson(Buffer.from(text));

describe('a number in JSON', () => {
  it.each(['9007199254740992', '-9007199254740992', '9007199254740993', '1777624200123456789', '1'.repeat(400)])(
    'is kept digit by digit when it is an integer beyond 2^53: %s',
    (digits) => {
      expect(parse(`{"a":[${digits}]}`)).toEqual({ a: [new UnsafeInteger(digits)] });
    },
  );

  it.each([
    ['9007199254740991', 9007199254740991],
    ['-9007199254740991', -9007199254740991],
    ['21.123456789012345678', 21.123456789012346],
    ['1e20', 1e20],
    ['12345678901234567890e-5', 123456789012345.67],
  ])('is an ordinary number when it is %s', (text, number) => {
    expect(parse(text)).toBe(number);
  });
});

describe('text in JSON', () => {
  it.each(['9007199254740993', 'i9007199254740993', 't', '', 'quote " 9007199254740993', 'back\\slash\\', '"9007199254740993":', '{"a":9007199254740993}'])(
    'that looks like an integer stays text: %j',
    (text) => {
      const json = JSON.stringify({ [text]: text, list: [text] });
      expect(parse(`[${json},9007199254740993]`)).toEqual([JSON.parse(json), new UnsafeInteger('9007199254740993')]);
    },
  );
});

it('reads every document without unsafe integers as JSON.parse does', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      // The long text makes the parser take its long way.
      const text = JSON.stringify([value, '1234567890123456789']);
      const isUnsafe = (number: number) => Number.isInteger(number) && !Number.isSafeInteger(number);
      const hasUnsafe = JSON.stringify(JSON.parse(text, (_key, part: unknown) => (typeof part === 'number' && isUnsafe(part) ? 'unsafe' : part))).includes('"unsafe"');
      fc.pre(!hasUnsafe);
      expect(parse(text)).toEqual(JSON.parse(text));
    }),
  );
});

it('reads a long text quickly enough not to overflow a stack', () => {
  const long = '\\n1'.repeat(500_000);
  expect(parse(`["${long}",12345678901234567]`)).toEqual([JSON.parse(`"${long}"`), new UnsafeInteger('12345678901234567')]);
});

it('takes a byte order mark', () => {
  expect(parseJson(Buffer.from('\uFEFF{"a":1}'))).toEqual({ a: 1 });
});

it.each([
  ['text', Buffer.from('hello')],
  ['a bare NaN', Buffer.from('{"a":NaN}')],
  ['nothing', Buffer.alloc(0)],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0x22])],
  ['two documents', Buffer.from('{} {}')],
  ['endless nesting around an unsafe integer', Buffer.from(`${'['.repeat(500_000)}12345678901234567${']'.repeat(500_000)}`)],
])('throws for %s', (_what, bytes) => {
  expect(() => parseJson(bytes)).toThrow();
});

it('reads a text of millions of escapes beside an unsafe integer', () => {
  const value = parse(`{"a":"${'\\n'.repeat(4_500_000)}","b":12345678901234567890}`) as { a: string; b: unknown };
  expect(value.b).toEqual(new UnsafeInteger('12345678901234567890'));
  expect(value.a).toHaveLength(4_500_000);
});

it.each(['" : "', ' : ', 'a\\', '\\"', '1i', 'it'])('keeps the text %j beside an unsafe integer', (text) => {
  expect(parse(JSON.stringify([text, { [text]: text }]).replace(/\]$/, ',12345678901234567890]')))
    .toEqual([text, { [text]: text }, new UnsafeInteger('12345678901234567890')]);
});

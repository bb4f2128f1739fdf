/** Where text stops being JSON. */
import fc from 'fast-check';
import { jsonErrorPosition } from '../../../shared/readings/json-error-position';

it.each([
  ['', 1, 1],
  ['hello', 1, 1],
  ['{"a":1', 1, 7],
  ['{"a":1,}', 1, 8],
  ['{"a" 1}', 1, 6],
  ['{a:1}', 1, 2],
  ['[1 2]', 1, 4],
  ['[1,]', 1, 4],
  ['[1}', 1, 3],
  ['{]', 1, 2],
  ['1,2', 1, 2],
  ['{} {}', 1, 4],
  ['[\n  {"a": 1},\n  {"b": tru}\n]', 3, 9],
  ['{"a": "open}', 1, 7],
  ['{"a": "\\x"}', 1, 7],
  ['{"a": 01}', 1, 8],
  ['[1.]', 1, 3],
])('finds it in %j', (text, line, column) => {
  expect(jsonErrorPosition(text)).toEqual({ line, column });
});

it('finds nothing exactly where JSON.parse takes the text', () => {
  const isJson = (text: string) => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  const nearlyJson = fc.tuple(fc.json(), fc.nat(), fc.string({ unit: fc.constantFrom('{', '}', '[', ']', ',', ':', '"', '1', ' ', 'x', '\\', '.', '-'), maxLength: 2 }))
    .map(([json, at, typo]) => json.slice(0, at % (json.length + 1)) + typo + json.slice(at % (json.length + 1)));
  fc.assert(fc.property(fc.oneof(fc.json(), nearlyJson), (text) => {
    expect(jsonErrorPosition(text) === undefined).toBe(isJson(text));
  }), { numRuns: 1000 });
});

it('reads a text of millions of escapes', () => {
  expect(jsonErrorPosition(`["${'\\n'.repeat(4_500_000)}"`)).toEqual({ line: 1, column: 9_000_004 });
});

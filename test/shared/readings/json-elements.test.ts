/** The elements of a JSON array as they stand in its text. */
import fc from 'fast-check';
import { jsonElements } from '../../../shared/readings/json-elements';

it.each([
  ['[]', []],
  [' [ ] ', []],
  ['[1]', ['1']],
  ['[ {"a": [1, 2]} ,\n"]," , null]', ['{"a": [1, 2]}', '"],"', 'null']],
  [String.raw`["\"", "\\", [], {}]`, [String.raw`"\""`, String.raw`"\\"`, '[]', '{}']],
  ['[1.10, 1e2]', ['1.10', '1e2']],
])('parts %s', (array, elements) => {
  expect(jsonElements(array)).toEqual(elements);
});

it('gives for each element a text that says the same', () => {
  fc.assert(fc.property(fc.array(fc.jsonValue()), fc.constantFrom(undefined, 2, '\t'), (values, space) => {
    expect(jsonElements(JSON.stringify(values, undefined, space)).map((text) => JSON.parse(text) as unknown)).toEqual(JSON.parse(JSON.stringify(values)));
  }));
});

it('parts a text of millions of escapes from what follows it', () => {
  const text = `"${String.raw`\"`.repeat(4_000_000)}"`;
  const [first, ...others] = jsonElements(`[${text}, 1]`);
  expect(first === text).toBe(true); // not printed when it is not
  expect(others).toEqual(['1']);
});

/** Values against JSON: nothing is lost on the way in and out. */
import * as fc from 'fast-check';
import { areEqual, jsonText, parseJson, plain } from '../../../../local/iot/rule-sql/value';

describe('a value', () => {
  it('is read and written as the JSON it was', () => {
    fc.assert(fc.property(fc.json({ maxDepth: 4 }), (json) => {
      const value = parseJson(json, '2015-10-08');
      expect(JSON.parse(jsonText(value) ?? '')).toEqual(JSON.parse(JSON.stringify(JSON.parse(json))));
      expect(areEqual(value, parseJson(jsonText(value) ?? '', '2015-10-08'))).toBe(true);
    }));
  });

  it('keeps digits, and names in their order', () => {
    const json = '{"b":1.50,"2":[123456789012345678901234567890,"1\\u0022x\\\\"],"1":-0.10}';
    expect(jsonText(parseJson(json, '2016-03-23'))).toBe(json.replace('\\u0022', '\\"'));
  });

  it('is plain for a function', () => {
    expect(plain(parseJson('{"a":[1,2.5,null,true,"x"],"b":{}}', '2016-03-23'))).toEqual({ a: [1, 2.5, null, true, 'x'], b: {} });
  });

  it.each(['', '{', '{"a":1,}', '[01]', "'a'", 'undefined'])('is not made of %s', (text) => {
    expect(() => parseJson(text, '2016-03-23')).toThrow(SyntaxError);
  });
});

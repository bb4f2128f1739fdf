import { parseDouble } from '../../../../../local/timestream/sql/javascript/parse-double';

describe('parseDouble', () => {
  it.each([
    ['1', 1], ['-1.5e3', -1500], ['.5', 0.5], ['1.', 1], ['NaN', NaN], ['+Infinity', Infinity], ['1e400', Infinity],
    ['\t 2 \n', 2], ['\u00002', 2],
  ])('reads %j', (text, value) => {
    expect(parseDouble(text)).toBe(value);
  });

  it.each(['', ' ', '.', '1e', '0x10', '1_000', 'nan', '+NaN', '\u00a01', '\u30001', 'toString', 'constructor', '__proto__'])('takes no %j', (text) => {
    expect(parseDouble(text)).toBeUndefined();
  });
});

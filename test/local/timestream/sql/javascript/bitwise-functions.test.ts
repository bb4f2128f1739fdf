import { bitCount } from '../../../../../local/timestream/sql/javascript/bitwise-functions';

test.each([
  [9n, 64n, 2n], [9n, 8n, 2n], [-7n, 64n, 62n], [-7n, 8n, 6n], [-(2n ** 63n), 64n, 1n], [1n, 2n, 1n], [-2n, 2n, 1n], [0n, 2n, 0n],
])('%s in %s bits has %s ones', (value, bits, ones) => {
  expect(bitCount(value, bits)).toBe(ones);
});

test('a number must fit with its sign, in 2 to 64 bits', () => {
  expect(() => bitCount(19n, 2n)).toThrow('Number must be representable with the bits specified. 19 can not be represented with 2 bits');
  expect(() => bitCount(2n, 2n)).toThrow('2 can not be represented with 2 bits');
  expect(() => bitCount(0n, 1n)).toThrow('Bits specified in bit_count must be between 2 and 64, got 1');
  expect(() => bitCount(0n, 65n)).toThrow('between 2 and 64, got 65');
});

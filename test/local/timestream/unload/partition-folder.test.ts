import { checkPartitionCount, partitionFolder } from '../../../../local/timestream/unload/partition-folder';

test('folders are named by column and value, in order', () => {
  expect(partitionFolder(['region', 'device'], ['us-east-1', 'sensor 1'])).toBe('region=us-east-1/device=sensor 1/');
  expect(partitionFolder([], [])).toBe('');
});

test('what Hive escapes is escaped, in names and values', () => {
  expect(partitionFolder(['measure_value::double'], ['a/b=c%"\'\\{}[]^#*?:'])).toBe('measure_value%3A%3Adouble=a%2Fb%3Dc%25%22%27%5C%7B}%5B%5D%5E%23%2A%3F%3A/');
  expect(partitionFolder(['a'], ['\t\x7f'])).toBe('a=%09%7F/');
});

test('NULL has the name that Hive gives it, an empty text has none', () => {
  expect(partitionFolder(['a', 'b'], [null, ''])).toBe('a=__HIVE_DEFAULT_PARTITION__/b=/');
});

test.each([['a', 'é'], ['é', 'a']])('only ASCII names a folder: %s=%s is refused', (name, value) => {
  expect(() => partitionFolder([name], [value])).toThrow("UNLOAD can partition by ASCII characters only, which 'é' is not made of");
});

test('there are a hundred partitions at most', () => {
  expect(() => checkPartitionCount(100)).not.toThrow();
  expect(() => checkPartitionCount(101)).toThrow('UNLOAD writes at most 100 partitions, and the result has more');
});

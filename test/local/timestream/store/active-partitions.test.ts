import { ActivePartitions } from '../../../../local/timestream/store/active-partitions';
import { Table } from '../../../../local/timestream/store/table';
import { tableDefinition } from '../table-definition';

const dayNs = 86_400_000_000_000n;
const hourNs = 3_600_000_000_000n;
const days = (from: number, count: number) => Array.from({ length: count }, (_, index) => BigInt(from + index) * dayNs);
const table = (id: number, databaseName = 'IoTMetrics') => new Table(id, tableDefinition({ databaseName }));
const throttled = expect.objectContaining({ code: 'ThrottlingException' });

test('a day of a table is one partition, from its first nanosecond to its last', () => {
  const partitions = new ActivePartitions();
  const one = table(1);
  partitions.enter(one, days(1, 249), 0n);
  partitions.enter(one, [300n * dayNs, 301n * dayNs - 1n], 0n);
  expect(() => partitions.enter(one, [301n * dayNs], 0n)).toThrow(throttled);
});

test('databases are counted by themselves', () => {
  const partitions = new ActivePartitions();
  partitions.enter(table(1), days(1, 250), 0n);
  expect(() => partitions.enter(table(2), days(1, 1), 0n)).toThrow(throttled);
  partitions.enter(table(3, 'Other'), days(1, 250), 0n);
});

test('a request that is refused makes none active', () => {
  const partitions = new ActivePartitions();
  const one = table(1);
  partitions.enter(one, days(1, 200), 0n);
  expect(() => partitions.enter(one, days(201, 51), 0n)).toThrow(throttled);
  partitions.enter(one, days(301, 50), 0n);
});

test('a clock that is put back leaves none behind', () => {
  const partitions = new ActivePartitions();
  partitions.enter(table(1), days(1, 250), 100n * hourNs);
  partitions.enter(table(1), days(301, 250), 99n * hourNs);
});

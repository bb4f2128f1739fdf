/** What a request is billed for, by the published formula, with the example of the service's own metering page. */
import { meteredKib } from '../../../shared/timestream/metered';
import { liftCommonAttributes } from '../../../shared/timestream/common-attributes';
import { recordToWire } from '../../../shared/timestream/record';
import { record } from './records';

/** The page's CPU event: 83 bytes, 52 of them dimensions. */
function cpuEvent(index: number) {
  return recordToWire(
    record('', {
      dimensions: [
        { name: 'region', value: 'us-east-1' },
        { name: 'az', value: '1d' },
        { name: 'vpc', value: 'vpc-1a2b3c4d' },
        { name: 'hostname', value: 'host-24Gju' },
      ],
      timeNs: BigInt(index) * 1_000_000n,
      // Single-measure there: its measure name is here the one attribute of a record without a name of its own.
      measureName: '',
      measures: [{ name: 'cpu_utilization', type: 'DOUBLE', value: '35' }],
    }),
  );
}

const events = (count: number) => Array.from({ length: count }, (_, index) => cpuEvent(index));

it('bills twelve events of 83 bytes as one unit when nothing is shared, and thirteen as two', () => {
  expect(meteredKib({ CommonAttributes: {}, Records: events(12) })).toBe(1);
  expect(meteredKib({ CommonAttributes: {}, Records: events(13) })).toBe(2);
});

it('bills shared dimensions once', () => {
  // 8 + 15 + 8 bytes an event, and the dimensions' 52 once.
  expect(meteredKib(liftCommonAttributes(events(31)))).toBe(1);
  expect(meteredKib(liftCommonAttributes(events(32)))).toBe(2);
});

it('counts text by its bytes, a boolean as one and other values as eight', () => {
  const measures = [
    { name: 'a', type: 'VARCHAR' as const, value: 'ü'.repeat(501) },
    { name: 'b', type: 'BOOLEAN' as const, value: 'true' },
    { name: 'c', type: 'BIGINT' as const, value: '1' },
  ];
  // 8 time, 1002 + 1 text, 1 + 1 boolean, 8 + 1 whole number: 1022.
  const size = (measureName: string) => meteredKib({ CommonAttributes: {}, Records: [recordToWire(record('', { dimensions: [], measureName, measures }))] });
  expect(size('mm')).toBe(1);
  expect(size('mmm')).toBe(2);
});

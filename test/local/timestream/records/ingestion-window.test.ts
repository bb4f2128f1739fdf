import { ingestionWindow, outsideReason, tierOf } from '../../../../local/timestream/records/ingestion-window';
import { tableDefinition } from '../table-definition';

const nowNs = BigInt(Date.UTC(2023, 1, 20, 19, 22, 45, 51)) * 1_000_000n;
const hourNs = 3_600_000_000_000n;
const minuteNs = 60_000_000_000n;

describe('the ingestion window', () => {
  const window = ingestionWindow(tableDefinition({ retention: { memoryHours: 2, magneticDays: 3 } }), nowNs);

  it.each([
    ['now', 0n, 'memory'],
    ['exactly as old as the memory store', -2n * hourNs, 'memory'],
    ['a nanosecond older', -2n * hourNs - 1n, undefined],
    ['a nanosecond before 15 minutes ahead', 15n * minuteNs - 1n, 'memory'],
    ['15 minutes ahead', 15n * minuteNs, undefined],
  ])('holds %s: %s ns', (_what, offsetNs, tier) => {
    expect(tierOf(nowNs + offsetNs, window)).toBe(tier);
  });

  it('tells the range in the words of the service', () => {
    expect(outsideReason(window)).toBe('The record timestamp is outside the time range [2023-02-20T17:22:45.051Z, 2023-02-20T19:37:45.051Z) of the memory store.');
  });

  it('reaches back through the magnetic store where writes to it are enabled', () => {
    const magnetic = ingestionWindow(tableDefinition({ retention: { memoryHours: 2, magneticDays: 3 }, magneticStoreWrites: { enabled: true } }), nowNs);
    expect(tierOf(nowNs - 2n * hourNs - 1n, magnetic)).toBe('magnetic');
    expect(tierOf(nowNs - 72n * hourNs, magnetic)).toBe('magnetic');
    expect(tierOf(nowNs - 72n * hourNs - 1n, magnetic)).toBeUndefined();
    expect(outsideReason(magnetic)).toBe('The record timestamp is outside the time range of the data ingestion window.');
  });

  it('does not reach further back than it did before the retention was widened', () => {
    const fromNs = nowNs - hourNs;
    const widened = ingestionWindow(tableDefinition({ retention: { memoryHours: 24, magneticDays: 3 }, memoryStoreFromNs: String(fromNs) }), nowNs);
    expect(tierOf(fromNs, widened)).toBe('memory');
    expect(tierOf(fromNs - 1n, widened)).toBeUndefined();
  });

  it('takes nothing late from before what has expired, since it would never be seen', () => {
    const fromNs = nowNs - 48n * hourNs;
    const widened = ingestionWindow(tableDefinition({ retention: { memoryHours: 2, magneticDays: 3 }, expiredBeforeNs: String(fromNs), magneticStoreWrites: { enabled: true } }), nowNs);
    expect(tierOf(fromNs, widened)).toBe('magnetic');
    expect(tierOf(fromNs - 1n, widened)).toBeUndefined();
  });
});

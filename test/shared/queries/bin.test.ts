import fc from 'fast-check';
import { automaticBin, binCount, binEnd, binStart, binStarts, binToSql, nextBin, readBin, type Bin } from '../../../shared/queries/bin';

function read(text: string) {
  const messages: string[] = [];
  return { bin: readBin(text, (message) => { messages.push(message); return undefined; }), messages };
}

const month: Bin = { kind: 'month', text: '1mo' };
const fixed = (seconds: number): Bin => ({ kind: 'fixed', seconds, text: `${seconds}s` });

test.each([
  ['30s', 30, '30s'],
  ['5m', 300, '5m'],
  ['90m', 5_400, '90m'],
  ['120m', 7_200, '2h'],
  ['1d', 86_400, '1d'],
  ['366d', 31_622_400, '366d'],
  ['2000ms', 2, '2s'],
])('%s is %i seconds, spelled %s', (text, seconds, canonical) => {
  expect(read(text).bin).toEqual({ kind: 'fixed', seconds, text: canonical });
});

test.each(['', '5', 'm', '0m', '-5m', '1.5h', '5 m', '500ms', '367d', '1w', '1y', "5m'; --", '5m\0'])('%j is no bin', (text) => {
  expect(read(text)).toEqual({ bin: undefined, messages: [expect.stringContaining('is not a bin')] });
});

test('several months are not there yet', () => {
  expect(read('1mo').bin).toEqual(month);
  expect(read('3mo').messages).toEqual(['3mo: not yet (1mo is)']);
});

test('months follow the calendar', () => {
  const inFebruary = Date.UTC(2024, 1, 29, 12);
  expect(binStart(month, inFebruary)).toBe(Date.UTC(2024, 1, 1));
  expect(binEnd(month, inFebruary)).toBe(Date.UTC(2024, 2, 1));
  expect(binEnd(month, Date.UTC(2024, 1, 1))).toBe(Date.UTC(2024, 1, 1));
  expect(binCount(month, Date.UTC(2023, 11), Date.UTC(2025, 1))).toBe(14);
});

test('the statement bins by seconds, or truncates to the month', () => {
  expect(binToSql(fixed(300)).text).toBe('bin(time, 300s)');
  expect(binToSql(month).text).toBe("date_trunc('month', time)");
});

const anyBin = fc.oneof(fc.integer({ min: 1, max: 31_622_400 }).map(fixed), fc.constant(month));
const anyTime = fc.integer({ min: 0, max: Date.UTC(2260, 0) });

test('a time is in its bin, and a snapped range has as many bins as it has starts', () => {
  fc.assert(fc.property(anyBin, anyTime, fc.integer({ min: 1, max: 500 }), (bin, timeMs, bins) => {
    const start = binStart(bin, timeMs);
    expect(start).toBeLessThanOrEqual(timeMs);
    expect(nextBin(bin, start)).toBeGreaterThan(timeMs);
    expect(binStart(bin, start)).toBe(start);
    let end = start;
    for (let n = 0; n < bins; n += 1) end = nextBin(bin, end);
    expect(binCount(bin, start, end)).toBe(bins);
    expect(binStarts(bin, start, end)).toHaveLength(bins);
  }));
});

test('an automatic bin is the narrowest that stays within the points', () => {
  const hour = 3_600_000;
  expect(automaticBin(0, hour, 300).text).toBe('15s');
  expect(automaticBin(0, 24 * hour, 300).text).toBe('5m');
  expect(automaticBin(0, 24 * hour, 1).text).toBe('1d');
  expect(automaticBin(0, 400 * 24 * hour, 300).text).toBe('2d');
  expect(automaticBin(1, 400 * 24 * hour, 1).text).toBe('1mo');
});

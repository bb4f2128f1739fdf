/** Nanosecond times: epochs, ISO 8601 and durations, read without rounding and refused when they are something else. */
import fc from 'fast-check';
import { durationToNs, epochToNs, epochUnitOf, isoToNs, maxTimeNs, msToNs, nsToIso, nsToMs } from '../../shared/time';

const anyTimeNs = fc.bigInt({ min: 0n, max: maxTimeNs });

describe('ISO 8601', () => {
  it.each([
    ['1970-01-01T00:00:00Z', 0n],
    ['2026-05-01T08:30:00Z', 1_777_624_200_000_000_000n],
    ['2026-05-01T10:30:00+02:00', 1_777_624_200_000_000_000n],
    ['2026-05-01T03:00:00-0530', 1_777_624_200_000_000_000n],
    ['2026-05-01T10:30+02', 1_777_624_200_000_000_000n],
    ['2026-05-01 08:30:00.5z', 1_777_624_200_500_000_000n],
    ['2026-05-01T08:30:00,123456789Z', 1_777_624_200_123_456_789n],
    ['2024-02-29T00:00:00Z', 1_709_164_800_000_000_000n],
    ['1969-12-31T23:59:59.25Z', -750_000_000n],
    ['2262-04-11T23:47:16.854775807Z', maxTimeNs],
  ])('reads %s', (text, ns) => {
    expect(isoToNs(text)).toBe(ns);
  });

  it.each([
    ['no offset', '2026-05-01T08:30:00'],
    ['a date alone', '2026-05-01'],
    ['ten fraction digits', '2026-05-01T08:30:00.1234567891Z'],
    ['a day the month does not have', '2026-02-30T08:30:00Z'],
    ['29 February of a common year', '2026-02-29T08:30:00Z'],
    ['hour 24', '2026-05-01T24:00:00Z'],
    ['minute 60', '2026-05-01T08:60:00Z'],
    ['second 60', '2026-12-31T23:59:60Z'],
    ['an offset of more than a day', '2026-05-01T08:30:00+24:00'],
    ['digits', '1777624200'],
    ['words', 'yesterday'],
    ['nothing', ''],
  ])('refuses %s', (_what, text) => {
    expect(isoToNs(text)).toBeUndefined();
  });

  it('is read back as it was written, to the nanosecond', () => {
    fc.assert(fc.property(anyTimeNs, (ns) => { expect(isoToNs(nsToIso(ns))).toBe(ns); }));
  });

  it('names the same instant in every offset', () => {
    fc.assert(
      fc.property(anyTimeNs, fc.integer({ min: -14 * 60, max: 14 * 60 }), (ns, offsetMinutes) => {
        const local = nsToIso(ns + BigInt(offsetMinutes) * 60_000_000_000n).replace('Z', '');
        const size = Math.abs(offsetMinutes);
        const offset = `${offsetMinutes < 0 ? '-' : '+'}${String(Math.trunc(size / 60)).padStart(2, '0')}:${String(size % 60).padStart(2, '0')}`;
        expect(isoToNs(`${local}${offset}`)).toBe(ns);
      }),
    );
  });

  it('is written with 3 fraction digits, and 9 only where they say something', () => {
    expect(nsToIso(1_777_624_200_500_000_000n)).toBe('2026-05-01T08:30:00.500Z');
    expect(nsToIso(1_777_624_200_500_000_001n)).toBe('2026-05-01T08:30:00.500000001Z');
  });
});

describe('an epoch', () => {
  it.each([
    ['1777624200', 's', 1_777_624_200_000_000_000n],
    ['1777624200.123456789', 's', 1_777_624_200_123_456_789n],
    ['1777624200123', 'ms', 1_777_624_200_123_000_000n],
    ['1777624200123.5', 'ms', 1_777_624_200_123_500_000n],
    ['1777624200123456', 'us', 1_777_624_200_123_456_000n],
    ['1777624200123456789', 'ns', 1_777_624_200_123_456_789n],
    ['-1.5', 's', -1_500_000_000n],
  ] as const)('%s in %s is read digit by digit', (decimal, unit, ns) => {
    expect(epochToNs(decimal, unit)).toBe(ns);
  });

  it.each([
    ['1.5', 'ns'],
    ['1777624200.1234567891', 's'],
    ['1e9', 's'],
    ['0x10', 's'],
    ['1777624200s', 's'],
    [' 1777624200', 's'],
    ['NaN', 's'],
    ['', 's'],
    ['9'.repeat(400), 's'],
  ] as const)('%j in %s is refused', (decimal, unit) => {
    expect(epochToNs(decimal, unit)).toBeUndefined();
  });

  it.each([
    [1_777_624_200, 's'],
    [99_999_999_999, 's'],
    [1_777_624_200_123, 'ms'],
    [99_999_999_999_999, 'ms'],
    [1_777_624_200_123_456, 'us'],
    [1.777e18, 'ns'],
    [-1, 's'],
  ])('of size %d is in %s', (epoch, unit) => {
    expect(epochUnitOf(epoch)).toBe(unit);
  });
});

describe('milliseconds', () => {
  it('and nanoseconds are each other\'s way back', () => {
    fc.assert(fc.property(fc.integer({ min: -1e13, max: 1e13 }), (ms) => { expect(nsToMs(msToNs(ms))).toBe(ms); }));
  });

  it('round towards the past, before 1970 too', () => {
    expect(nsToMs(1_999_999n)).toBe(1);
    expect(nsToMs(-1n)).toBe(-1);
  });
});

describe('a duration', () => {
  it.each([
    ['500ns', 500n],
    ['20us', 20_000n],
    ['250ms', 250_000_000n],
    ['10s', 10_000_000_000n],
    ['15m', 900_000_000_000n],
    ['1h', 3_600_000_000_000n],
    ['7d', 604_800_000_000_000n],
  ])('%s is read', (text, ns) => {
    expect(durationToNs(text)).toBe(ns);
  });

  it.each(['15', 'm', '15 m', '1.5h', '-1h', '1h30m', '1mo', '1y', '15M', ''])('%j is refused', (text) => {
    expect(durationToNs(text)).toBeUndefined();
  });
});

/**
 * The worked examples of the developer guide.
 * https://docs.aws.amazon.com/timestream/latest/developerguide/metering-and-pricing.writes.html
 */
import { writeUsd } from '../../cost/charges';
import { lines, scannedQueryUsd, tcuQueryUsd } from '../../cost/lines';
import { parsePrices } from '../../cost/prices';
import pricesJson from '../../cost/prices.json';
import { recordOf } from '../../cost/fleet';
import { storedBytes } from '../../cost/writes';
import { metered, meteredBytes } from '../../shared/timestream/metered';
import { plantShape, prices } from './shapes';

const shared = [{ Name: 'region', Value: 'us-east-1' }, { Name: 'az', Value: '1d' }, { Name: 'vpc', Value: 'vpc-1a2b3c4d' }];
const host = [{ Name: 'hostname', Value: 'host-24Gju' }];
const value = { MeasureValue: '35', MeasureValueType: 'DOUBLE' };
const event = { Dimensions: [...shared, ...host], MeasureName: 'cpu_utilization', Time: '1', ...value };
/** A hundred hosts, every five seconds, for thirty days. */
const ticks = 12 * 60 * 24 * 30;

it('an event of four dimensions and a double is 83 bytes', () => {
  expect(meteredBytes({ Records: [event] })).toBe(83);
});

it('one event a write costs $25.92 a month', () => {
  expect(writeUsd(prices, 100 * ticks * metered({ Records: [event] }))).toBeCloseTo(25.92, 2);
});

it('twelve events a write cost $2.33', () => {
  expect(metered({ Records: Array.from({ length: 12 }, () => event) })).toBe(1);
  expect(metered({ Records: Array.from({ length: 13 }, () => event) })).toBe(2);
  expect(writeUsd(prices, 9 * ticks)).toBeCloseTo(2.33, 2);
});

it('common attributes make it $1.04, by the formula; the $0.78 of the guide needs the time to be shared as well', () => {
  const request = (records: number, isTimeShared: boolean) => metered({
    CommonAttributes: { Dimensions: shared, MeasureName: 'cpu_utilization', ...(isTimeShared ? { Time: '1' } : {}) },
    Records: Array.from({ length: records }, () => ({ Dimensions: host, ...value, ...(isTimeShared ? {} : { Time: '1' }) })),
  });
  // The guide says 52 bytes shared and 27 of each event; names and values add up to 49 and 34, or 57 and 26 with the time.
  expect([request(28, false), request(29, false)]).toEqual([1, 2]);
  expect(writeUsd(prices, Math.ceil(100 / 28) * ticks)).toBeCloseTo(1.04, 2);
  expect(request(36, true)).toBe(1);
  expect(writeUsd(prices, Math.ceil(100 / 36) * ticks)).toBeCloseTo(0.78, 2);
});

it('twenty TCU for three hours cost $31.08, and four all month $1,512.56', () => {
  const perTcuHour = tcuQueryUsd(prices) / (4 * 30 / 3600);
  expect(20 * 3 * perTcuHour).toBeCloseTo(31.08, 2);
  expect((10 * 0.5 + 20 * 0.5) * perTcuHour).toBeCloseTo(7.77, 2);
  expect(4 * 730 * perTcuHour).toBeCloseTo(1512.56, 2);
});

it('a query by bytes scanned is billed for 10 MB at least, and is not sold in ap-south-1', () => {
  expect(scannedQueryUsd(prices, 1)).toBeCloseTo(0.0001, 10);
  expect(scannedQueryUsd(prices, 5e9)).toBeCloseTo(0.05, 10);
  const mumbai = parsePrices(pricesJson, 'ap-south-1');
  expect(scannedQueryUsd(mumbai, 1)).toBeUndefined();
  expect(lines(plantShape(10, 1000), mumbai).filter(({ usdPerMonth }) => usdPerMonth === undefined)).toHaveLength(2);
});

it('a gigabyte costs $26.28 a month in the memory store and $0.03 in the magnetic one', () => {
  expect(prices.usd.timestreamMemory * 730).toBeCloseTo(26.28, 2);
  // 8 of time, 18 + 12 + 13 of dimensions, 9 of the measure name, 34 + 32 of measures; four times 8 + 43 + 8, and 34.
  const shape = plantShape(1_000, 1_000);
  expect(storedBytes(recordOf(shape, 0, 0))).toEqual({ multi: 126, single: 270 });
  const perMillion = (name: RegExp) => lines(shape, prices).find((line) => name.test(line.name))!.usdPerMonth! / (730 * 3.6);
  // A million readings: 126 MB for an hour, and for twelve months.
  expect(perMillion(/each hour/)).toBeCloseTo(126e6 / 2 ** 30 * 0.036, 6);
  expect(perMillion(/^magnetic/)).toBeCloseTo(126e6 / 2 ** 30 * 0.03 * 12, 6);
});

it('a panel refreshed each minute costs $756 a month by TCU, half of four TCU all month', () => {
  const panel = lines(plantShape(10, 1000), prices).find(({ name }) => /refreshed every 60 s, billed by TCU/.test(name));
  expect(panel?.usdPerMonth).toBeCloseTo(1512.56 / 2, 2);
});

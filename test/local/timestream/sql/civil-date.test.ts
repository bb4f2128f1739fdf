import * as fc from 'fast-check';
import { civilDate, dayNumber, dayOfWeek, dayOfYear, daysInMonth, isoWeek, weekYearStart } from '../../../../local/timestream/sql/civil-date';

const MS_PER_DAY = 86_400_000;
const days = fc.integer({ min: -110_000, max: 110_000 });

test('a day number is the date that the platform counts to, and back', () => {
  fc.assert(fc.property(days, (number) => {
    const expected = new Date(number * MS_PER_DAY);
    const date = civilDate(number);
    expect(date).toEqual({ year: expected.getUTCFullYear(), month: expected.getUTCMonth() + 1, day: expected.getUTCDate() });
    expect(dayNumber(date.year, date.month, date.day)).toBe(number);
    expect(dayOfWeek(number) % 7).toBe(expected.getUTCDay());
    expect(dayOfYear(number)).toBe((number * MS_PER_DAY - Date.UTC(expected.getUTCFullYear(), 0, 1)) / MS_PER_DAY + 1);
  }));
});

test('a year of weeks begins on the Monday next to New Year, and its weeks follow without a gap', () => {
  fc.assert(fc.property(days, (number) => {
    const { weekYear, week } = isoWeek(number);
    const start = weekYearStart(weekYear);
    expect(dayOfWeek(start)).toBe(1);
    expect(Math.abs(start - dayNumber(weekYear, 1, 1))).toBeLessThan(4);
    expect(start + (week - 1) * 7 + dayOfWeek(number) - 1).toBe(number);
    expect(week).toBeGreaterThanOrEqual(1);
    expect(week).toBeLessThanOrEqual(53);
  }));
});

test.each([[2000, 29], [1900, 28], [2020, 29], [2021, 28]])('February %d has %d days', (year, length) => {
  expect(daysInMonth(year, 2)).toBe(length);
});

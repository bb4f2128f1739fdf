/** Text -> an interval for parse_duration: a decimal number and a unit, such as `42.8ms`. */
import { timeUnitNs } from '../interval-units';
import { Raised } from '../print/raise';
import { LONGEST_DAY_INTERVAL_NS } from '../time-range';

const pattern = /^\s*(\d+)(?:\.(\d+))?\s*([A-Za-z]+)\s*$/;
/** More digits than any interval has, so that numbers stay small. */
const MAX_DIGITS = 40;

/**
 * @returns nanoseconds; what is less is rounded, halves up
 * @throws Raised
 */
export function durationNs(text: string): bigint {
  const [, whole, fraction = '', unit] = pattern.exec(text) ?? [];
  if (whole === undefined || unit === undefined || whole.length + fraction.length > MAX_DIGITS) {
    throw new Raised(`duration is not a valid data duration string: ${text}`);
  }
  const size = timeUnitNs(unit);
  if (size === undefined) throw new Raised(`Unknown time unit: ${unit}`);
  const scale = 10n ** BigInt(fraction.length);
  const ns = (BigInt(whole + fraction) * size * 2n + scale) / (scale * 2n);
  if (ns > LONGEST_DAY_INTERVAL_NS) throw new Raised(`The interval of ${text} is out of range`);
  return ns;
}

/** The values of calls that bounds of time are made of, as the SQL beside them would tell: what is out of range has none. */
import { isoTimestampNs } from '../javascript/iso-time';
import { Raised } from '../print/raise';
import { NS_PER_MS } from '../print/whole-numbers';
import { isTimestamp } from '../time-range';
import type { Fold } from './function';

function timestamp(ns: bigint): bigint | undefined {
  return isTimestamp(ns) ? ns : undefined;
}

/** Of whole numbers, as times and their distances are. */
function ofNumbers(fold: (...values: bigint[]) => bigint | undefined): Fold {
  return (values) => {
    const numbers = values.filter((value) => typeof value === 'bigint');
    return numbers.length < values.length ? undefined : fold(...numbers);
  };
}

export const foldMoved = (operator: '+' | '-') => ofNumbers((time = 0n, size = 0n) => timestamp(operator === '+' ? time + size : time - size));

export const foldNegated = ofNumbers((size = 0n) => -size);

export const foldMilliseconds = ofNumbers((ms = 0n) => timestamp(ms * NS_PER_MS));

export const foldNanoseconds = ofNumbers((ns = 0n) => timestamp(ns));

export const foldBin = ofNumbers((time = 0n, width = 0n) => (width <= 0n ? undefined : timestamp(time - ((time % width) + width) % width)));

export const foldIsoTimestamp: Fold = ([text]) => {
  if (typeof text !== 'string') return undefined;
  try {
    return isoTimestampNs(text);
  } catch (error) {
    if (error instanceof Raised) return undefined;
    throw error;
  }
};

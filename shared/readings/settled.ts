/** What a policy of tables.json makes of a value that cannot be written: it is left out and counted, or its reading is refused. */
import type { MeasureDefinition } from '../tables/definition';
import { quoted, Refusal } from './refusal';

/** In place of a value that is left out. */
export const skipped = Symbol('skipped');

export type Settled = typeof skipped | Refusal;

/** @param value as in the message, present */
export type MeasureDecoder = (value: unknown) => string | Settled;

export function settled(policy: 'skip' | 'reject', refusal: Refusal): Settled {
  return policy === 'skip' ? skipped : refusal;
}

/** No policy is asked: a column has one type, and who sends another has a fault that a count would hide. */
export function wrongType({ name, type }: MeasureDefinition, value: unknown): Refusal {
  return new Refusal('bad-measure', `${name}: ${quoted(value)} is not a ${type}`);
}

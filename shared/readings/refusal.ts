/** Why a reading cannot be taken: what every decoder of this folder returns in place of a value; ends as a dead letter. */
import type { DeadLetterReason } from '../errors';
import { UnsafeInteger } from './parse-json';

export class Refusal {
  /** @param detail names the field, the value and the rule it broke */
  constructor(
    readonly reason: DeadLetterReason,
    readonly detail: string,
  ) {}
}

const maxQuotedLength = 80;

/** A value for a detail text: short, and never walked into, since a device may nest a million levels. */
export function quoted(value: unknown): string {
  if (value === undefined) return 'nothing';
  if (Array.isArray(value)) return 'an array';
  if (value instanceof UnsafeInteger) return shortened(value.digits);
  if (typeof value === 'bigint') return shortened(String(value));
  if (typeof value === 'object' && value !== null) return 'an object';
  return shortened(JSON.stringify(value));
}

function shortened(text: string): string {
  return text.length > maxQuotedLength ? `${text.slice(0, maxQuotedLength)}...` : text;
}

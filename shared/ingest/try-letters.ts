/** What would become of letters at a redrive, as far as it can be told without asking Timestream: redrive does it for a dry run. */
import type { StoredLetter } from '../dead-letters/stored-letter';
import type { ServiceDefinition } from '../tables/definition';
import { decodeUnlessTooOften } from './decode-letter';
import { positionKey, positionKeys } from './distinct-messages';
import type { LetterOutcome } from './redrive-letters';

export type TriedOutcome = { readonly kind: 'accepted' } | Extract<LetterOutcome, { kind: 'refused' | 'not-redriven' }>;

export function tryLetters(service: ServiceDefinition, letters: readonly StoredLetter[], maxAttempts: number): readonly TriedOutcome[] {
  return letters.map((letter) => {
    const decoded = decodeUnlessTooOften(service, letter, maxAttempts);
    if (decoded.kind === 'nothing') return { kind: 'not-redriven', detail: decoded.why };
    if (decoded.kind === 'bucket-event') return { kind: 'accepted' };
    const own = new Set(positionKeys(decoded));
    const readings = decoded.messages.flatMap((message) => message.readings.filter((reading) => own.has(positionKey(message, reading))));
    const malformed = readings.find((reading) => reading.kind === 'malformed');
    return malformed === undefined ? { kind: 'accepted' } : { kind: 'refused', detail: `${malformed.reason}: ${malformed.detail}`, keys: [] };
  });
}

/** Which of several readings of one time stands: the version of tables.json, or the same for all; part of reading-decoder. */
import type { TableDefinition } from '../tables/definition';
import { UnsafeInteger } from './parse-json';
import { quoted, Refusal } from './refusal';
import { firstReader, saysNothing, type RawReading } from './value-reader';

/**
 * Of every reading that says none, so that one delivered twice is the same record with the same version. It is the lowest, and the one that
 * Timestream itself gives: a correction says 2.
 */
const lowestVersion = 1;

/** Sixteen digits hold every safe integer. */
const digits = /^\d{1,16}$/;

export function versionDecoder(version: TableDefinition['version']): (raw: RawReading) => number | Refusal {
  if (version === undefined) return () => lowestVersion;
  const read = firstReader(version.from);
  return (raw) => {
    const value = read(raw);
    if (saysNothing(value)) return lowestVersion;
    const number = typeof value === 'string' && digits.test(value) ? Number(value) : value;
    if (typeof number === 'number' && Number.isSafeInteger(number) && number >= lowestVersion) return number;
    const rule = value instanceof UnsafeInteger ? 'is beyond 2^53' : `is not a whole number from ${lowestVersion} on`;
    return new Refusal('bad-version', `version: ${quoted(value)} ${rule}`);
  };
}

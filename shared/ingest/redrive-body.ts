/** What a redrive came to, as functions/redrive answers it and counts it. */
import { encodeCursor } from '../dead-letters/cursor';
import type { DeadLetterReason } from '../errors';
import { ingestCounts, type IngestCountName } from './counts';
import type { LetterReport, Redriven } from './redrive';

export interface RedriveBody {
  readonly dryRun: boolean;
  /**
   * The letters that were come to, by what became of them: written and superseded ones are gone, refused ones have a new letter in
   * their place, the others lie where they lay. A dry run knows accepted, refused and not redriven.
   */
  readonly letters: Readonly<Record<string, number>>;
  /** Readings by outcome, as every ingest function counts them; absent in a dry run. */
  readonly readings?: Readonly<Record<string, number>>;
  readonly attention: readonly LetterReport[];
  /** To go on with; absent at the end. */
  readonly cursor?: string;
}

const kinds = { real: ['written', 'superseded', 'refused', 'left', 'not-redriven'], dry: ['accepted', 'refused', 'not-redriven'] } as const;

export function redriveBody({ counts, attention, cursor }: Redriven, dryRun: boolean, readings: ReadonlyMap<string, number>): RedriveBody {
  return {
    dryRun,
    letters: Object.fromEntries((dryRun ? kinds.dry : kinds.real).map((kind) => [kind, counts.get(kind) ?? 0])),
    ...(dryRun ? {} : { readings: Object.fromEntries(readings) }),
    attention,
    ...(cursor === undefined ? {} : { cursor: encodeCursor(cursor) }),
  };
}

/** The counts of all chunks together. */
export function redriveCounts<ReasonCount extends string>(
  { results }: Redriven,
  nameOfReason: (reason: DeadLetterReason) => ReasonCount,
): ReadonlyMap<IngestCountName | ReasonCount, number> {
  const sums = new Map<IngestCountName | ReasonCount, number>();
  for (const [name, by] of results.flatMap((result) => ingestCounts(result, nameOfReason))) sums.set(name, (sums.get(name) ?? 0) + by);
  return sums;
}

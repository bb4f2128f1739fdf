/** What bench/handler compares, and how often: shared by the process that reports and those that measure. */

/** As the event-source mapping hands them to the function. */
export const BATCH = 500;

export const ROUNDS = { warmUp: 10, warmUpMs: 3_000, measured: 21 };

export const WORK = {
  parse: 'base64 + JSON.parse',
  floor: 'the floor: base64 + JSON.parse + JSON.stringify',
  decode: 'decoded and validated',
  pack: 'decoded, validated and packed',
  whole: 'whole: decoded, validated, packed and built',
  envelopeFloor: 'in envelopes, the floor: base64 + JSON.parse twice, JSON.stringify',
  envelopeWhole: 'in envelopes, whole',
} as const;

export type WorkName = keyof typeof WORK;

/** Medians of one process, milliseconds for all records. */
export type Medians = Readonly<Record<WorkName, number>>;

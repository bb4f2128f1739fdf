/** What the benchmark needs of an engine: to take the rows in, and to answer questions in its own language. */
import type { Dataset } from '../devops/dataset';

export type EngineName = 'tidegauge' | 'influxdb' | 'victoria-metrics' | 'postgresql';

/** One row by column; a time is called `time` and counts milliseconds. */
export type AnswerRow = Readonly<Record<string, string | number>>;

export interface Answer {
  /** What was received, in the engine's own form but as JavaScript values: what a client has after its call. */
  readonly bytes: number;
  /** Brings the rows into one form for all engines; not part of what is timed. */
  rows(): readonly AnswerRow[];
}

export interface Engine {
  readonly name: EngineName;
  readonly version: string;
  load(dataset: Dataset): Promise<void>;
  /** @param text the question in this engine's form */
  ask(text: string): Promise<Answer>;
  /** Highest resident memory of the engine's process so far, in bytes. */
  peakMemoryBytes(): number;
  close(): Promise<void>;
}

/** An engine that is not on this machine: its ratios are left out, which the report says. */
export class EngineMissing extends Error {}

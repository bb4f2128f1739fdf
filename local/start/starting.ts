/** What every step of a start needs; stack makes it and hands it from step to step. */
import type { Closers } from './closers';
import type { DataFolder } from './data-folder';
import type { StartSettings } from './flags';

export type Log = (line: string) => void;

export interface Starting {
  readonly settings: StartSettings;
  readonly data: DataFolder;
  /** Each step adds what it has started. */
  readonly closers: Closers;
  readonly log: Log;
  /** The clock of every part, epoch milliseconds. */
  readonly now: () => number;
}

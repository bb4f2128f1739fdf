/** Which letters of a data folder a list is about; dead-letters filters with it. On AWS the function does the same. */
import { type Narrowing, UsageError } from './arguments';
import type { DeadLetter } from './dead-letter';

/** @throws UsageError for a time that is none */
export function isSelected({ reason, source, from, to }: Narrowing): (letter: DeadLetter) => boolean {
  const fromMs = from === undefined ? -Infinity : timeMs('from', from);
  const toMs = to === undefined ? Infinity : timeMs('to', to);
  return (letter) =>
    (reason === undefined || letter.reason === reason) &&
    (source === undefined || letter.source === source) &&
    letter.receivedAtMs >= fromMs &&
    letter.receivedAtMs < toMs;
}

function timeMs(flag: string, text: string): number {
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/.test(text);
  const ms = Date.parse(text);
  if (!isTime || Number.isNaN(ms)) throw new UsageError(`--${flag} ${text} is neither a day such as 2026-05-01 nor a time with offset such as 2026-05-01T08:30:00Z`);
  return ms;
}

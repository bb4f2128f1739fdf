/** What went wrong in a task, by file, reason and lines, as its error report shows it; kept with the task, written by write-report. */
import type { Lines } from './csv-rows';

type LineRange = [first: number, last: number];

interface Reason {
  readonly reason: string;
  readonly lineRanges: LineRange[];
}

/** https://docs.aws.amazon.com/timestream/latest/developerguide/batch-load-using-error-reports.html */
export interface ErrorReport {
  readonly taskErrors: readonly { readonly reason: string }[];
  readonly fileErrors: readonly { readonly fileName: string; readonly errors: readonly Reason[] }[];
}

/** Local: a file of bad rows shall neither fill the memory nor the report. */
const maxLineRanges = 10_000;
/** Local: names of a file's own may be as long as a row. */
const maxReasonLength = 512;
const tooMany = `Only the first ${maxLineRanges} ranges of lines with errors are listed.`;

export class TaskErrors {
  readonly #taskErrors: string[];
  readonly #files = new Map<string, Map<string, LineRange[]>>();
  #lineRanges = 0;

  constructor({ taskErrors, fileErrors }: ErrorReport = { taskErrors: [], fileErrors: [] }) {
    this.#taskErrors = taskErrors.map(({ reason }) => reason);
    for (const { fileName, errors } of fileErrors) {
      this.#files.set(fileName, new Map(errors.map(({ reason, lineRanges }) => [reason, [...lineRanges]])));
      this.#lineRanges += errors.reduce((sum, { lineRanges }) => sum + lineRanges.length, 0);
    }
  }

  get isEmpty(): boolean {
    return this.#taskErrors.length === 0 && this.#files.size === 0;
  }

  addTaskError(reason: string): void {
    if (!this.#taskErrors.includes(reason)) this.#taskErrors.push(reason);
  }

  removeTaskError(reason: string): void {
    const at = this.#taskErrors.indexOf(reason);
    if (at !== -1) this.#taskErrors.splice(at, 1);
  }

  /** @param lines of one reason come in ascending order */
  addFileError(fileName: string, givenReason: string, { firstLine, lastLine }: Lines): void {
    const reason = givenReason.length > maxReasonLength ? `${givenReason.slice(0, maxReasonLength)}...` : givenReason;
    const ranges = this.#files.get(fileName)?.get(reason);
    const last = ranges?.at(-1);
    if (last !== undefined && firstLine <= last[1] + 1) {
      last[1] = Math.max(last[1], lastLine);
      return;
    }
    if (this.#lineRanges >= maxLineRanges) return this.addTaskError(tooMany);
    this.#lineRanges += 1;
    if (ranges) ranges.push([firstLine, lastLine]);
    else this.#reasonsOf(fileName).set(reason, [[firstLine, lastLine]]);
  }

  /** What JSON.stringify takes. */
  toJSON(): ErrorReport {
    return {
      taskErrors: this.#taskErrors.map((reason) => ({ reason })),
      fileErrors: [...this.#files].map(([fileName, reasons]) => ({
        fileName, errors: [...reasons].map(([reason, lineRanges]) => ({ reason, lineRanges })),
      })),
    };
  }

  #reasonsOf(fileName: string): Map<string, LineRange[]> {
    let reasons = this.#files.get(fileName);
    if (!reasons) this.#files.set(fileName, (reasons = new Map()));
    return reasons;
  }
}

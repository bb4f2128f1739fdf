/** What a benchmark leaves: lines for whoever ran it, a file for the repository, and an exit code that speaks of ratios only. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { machineLine } from './machine';

export interface Check {
  /** What must hold, in words with the limit in them. */
  readonly rule: string;
  readonly measured: number;
  readonly holds: boolean;
}

export interface Report {
  /** Of the file. */
  readonly name: string;
  readonly title: string;
  /** What was measured: sizes, versions, rounds. */
  readonly setting: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
  readonly checks: readonly Check[];
  /** What could not be measured, and why. */
  readonly missing?: readonly string[];
}

export function atMost(rule: string, measured: number, limit: number): Check {
  return { rule: `${rule}: at most ${limit}`, measured, holds: measured <= limit };
}

export function atLeast(rule: string, measured: number, limit: number): Check {
  return { rule: `${rule}: at least ${limit}`, measured, holds: measured >= limit };
}

/** Prints it, and keeps it in bench/results when `--keep` was given. Sets the exit code. */
export function finish(report: Report): void {
  const text = markdown(report);
  process.stdout.write(text);
  if (process.argv.includes('--keep')) {
    const folder = join(__dirname, 'results');
    mkdirSync(folder, { recursive: true });
    writeFileSync(join(folder, `${report.name}.md`), text);
  }
  if (report.checks.some(({ holds }) => !holds)) process.exitCode = 1;
}

function markdown({ title, setting, columns, rows, checks, missing = [] }: Report): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `# ${title}`, '',
    ...[`Machine: ${machineLine()}`, ...setting, ...missing.map((each) => `MISSING, its ratios are left out: ${each}`)].map((each) => `- ${each}`), '',
    line(columns), line(columns.map(() => '---')), ...rows.map(line), '',
    ...checks.map(({ rule, measured, holds }) => `- ${holds ? 'holds' : 'FAILS'}: ${rule}; measured ${shortNumber(measured)}`), '',
  ].join('\n');
}

/** Three digits are more than a benchmark knows. */
export function shortNumber(value: number): string {
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}

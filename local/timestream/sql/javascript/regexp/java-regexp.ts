/** Compiled Java patterns for regexp-functions.ts, with the last ones kept: a pattern is mostly the same in every row. */
import { fail } from '../javascript-function';
import { PatternError } from './pattern-cursor';
import { translate } from './translate';

export interface JavaRegexp {
  readonly pattern: string;
  /** Finds all matches, by code point. */
  readonly expression: RegExp;
  readonly groupCount: number;
  readonly groupNames: ReadonlyMap<string, number>;
}

const MAX_KEPT = 100;
/** The first compiled first. */
const kept = new Map<string, JavaRegexp>();

/** Ends the query when the pattern is wrong or cannot be translated exactly. */
export function javaRegexp(pattern: string): JavaRegexp {
  const known = kept.get(pattern);
  if (known !== undefined) return known;
  const compiled = compile(pattern);
  kept.set(pattern, compiled);
  const [oldest] = kept.keys();
  if (kept.size > MAX_KEPT && oldest !== undefined) kept.delete(oldest);
  return compiled;
}

function compile(pattern: string): JavaRegexp {
  try {
    const { source, groupCount, groupNames } = translate(pattern);
    return { pattern, expression: new RegExp(source, 'gv'), groupCount, groupNames };
  } catch (error) {
    if (error instanceof PatternError) fail(`Invalid regular expression '${shortened(pattern)}': ${error.message}`);
    return refuseTooLarge(pattern, error);
  }
}

/** Runs a pattern; V8 tells of one that needs too much memory only now, by errors of these kinds. */
export function running<T>({ pattern }: JavaRegexp, run: () => T): T {
  try {
    return run();
  } catch (error) {
    return refuseTooLarge(pattern, error);
  }
}

function refuseTooLarge(pattern: string, error: unknown): never {
  if (error instanceof RangeError || error instanceof SyntaxError) fail(`The regular expression '${shortened(pattern)}' needs too much memory`);
  throw error;
}

const LONGEST_SHOWN = 200;

function shortened(pattern: string): string {
  const shown = Array.from(pattern).slice(0, LONGEST_SHOWN).join('');
  return shown === pattern ? pattern : `${shown}...`;
}

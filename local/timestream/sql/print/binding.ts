/** Writing an argument more than once without repeating its text, for functions that DuckDB lacks. */
import type { Printed } from '../functions/function';

/**
 * Prints `body` over arguments it may use any number of times. Columns and literals are written where they are
 * used; anything longer is evaluated once, as the parameter of a lambda (text would otherwise double per level).
 *
 * @param body makes SQL of its texts and whatever else it likes, always the same
 */
export function bind(args: readonly Printed[], body: (...texts: string[]) => string): string {
  const complex = args.filter((arg) => !arg.repeatable);
  if (complex.length === 0) return body(...args.map((arg) => arg.sql));
  const printBody = (parameter: string) =>
    body(...args.map((arg) => (arg.repeatable ? arg.sql : `${parameter}.v${complex.indexOf(arg)}`)));
  // One level above every parameter in the body, so that no lambda hides another's.
  const parameter = `bound${deepestParameter(printBody('bound0')) + 1}`;
  const fields = complex.map((arg, index) => `'v${index}': ${arg.sql}`);
  return `list_transform([{${fields.join(', ')}}], lambda ${parameter}: ${printBody(parameter)})[1]`;
}

/** The highest number of a lambda parameter in a text; no column is called like one. */
function deepestParameter(sql: string): number {
  return Math.max(0, ...Array.from(sql.matchAll(/\bbound(\d+)\b/g), ([, level]) => Number(level)));
}

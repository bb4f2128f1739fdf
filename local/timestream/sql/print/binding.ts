/** Writing an argument more than once without repeating its text, for functions that DuckDB lacks. */
import type { Printed } from '../functions/function';

/**
 * Prints `body` over arguments it may use any number of times. Columns and literals are written where they are
 * used; anything longer is evaluated once, as the parameter of a lambda (text would otherwise double per level).
 * The body may use no other printed argument: a lambda parameter in it could be hidden by this one.
 */
export function bind(args: readonly Printed[], body: (...texts: string[]) => string): string {
  const complex = args.filter((arg) => !arg.repeatable);
  if (complex.length === 0) return body(...args.map((arg) => arg.sql));
  const parameter = unusedName(args);
  const texts = args.map((arg) => (arg.repeatable ? arg.sql : `${parameter}.v${complex.indexOf(arg)}`));
  const fields = complex.map((arg, index) => `'v${index}': ${arg.sql}`);
  return `list_transform([{${fields.join(', ')}}], lambda ${parameter}: ${body(...texts)})[1]`;
}

/** A lambda parameter that no argument mentions, so that inner lambdas never hide an outer one; no column is called so. */
function unusedName(args: readonly Printed[]): string {
  for (let level = 1; ; level += 1) {
    const name = `bound${level}`;
    if (!args.some((arg) => arg.sql.includes(`${name}.`))) return name;
  }
}

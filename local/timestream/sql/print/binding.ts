/** Writing an argument more than once without repeating its text, for functions that DuckDB lacks. */
import type { Printed } from '../functions/function';
import { callWithLambda } from './column-marks';

/**
 * Prints `body` over arguments it may use any number of times. Columns and literals are written where they are
 * used; anything longer is evaluated once, as the parameter of a lambda (text would otherwise double per level).
 */
export function bind(args: readonly Printed[], body: (...texts: string[]) => string): string {
  const complex = args.filter((arg) => !arg.repeatable);
  if (complex.length === 0) return body(...args.map((arg) => arg.sql));
  const fields = complex.map((arg, index) => `'v${index}': ${arg.sql}`);
  const lambda = boundLambda((parameter) => body(...args.map((arg) => (arg.repeatable ? arg.sql : `${parameter}.v${complex.indexOf(arg)}`))));
  return callWithLambda(`list_transform([{${fields.join(', ')}}], ${lambda})[1]`, lambda);
}

/** How many bodies are being printed around; printing is never left half done. */
let depth = 0;

/**
 * A lambda of DuckDB's with one parameter, called unlike those of all bodies that are being printed around it. Texts
 * printed before may use the same name inside themselves, where it hides this one as it should.
 */
export function boundLambda(body: (parameter: string) => string): string {
  depth += 1;
  try {
    const parameter = `bound${depth}`;
    return `lambda ${parameter}: ${body(parameter)}`;
  } finally {
    depth -= 1;
  }
}

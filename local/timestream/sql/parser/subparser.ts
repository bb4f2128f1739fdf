/** The way back from the parts of an expression to expression.ts, handed down so that the files do not import each other. */
import type { Expression } from '../ast';

export interface Subparser {
  /** @param power how strongly the operators must bind */
  expression(power?: number): Expression;
}

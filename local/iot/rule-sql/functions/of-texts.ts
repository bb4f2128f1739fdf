/** Makes the functions whose arguments are all text; text and pattern list them. */
import { toText } from '../conversions';
import type { RuleFunction } from '../expression';
import type { Value } from '../value';

/** A function that is undefined as soon as one of its arguments has no text. */
export function ofTexts(name: string, count: number, compute: (texts: readonly string[]) => Value, since?: '2016-03-23'): RuleFunction {
  return {
    name,
    minArguments: count,
    maxArguments: count,
    ...(since === undefined ? {} : { since }),
    evaluate: (_context, values) => {
      const texts = values.map(toText).filter((text) => text !== undefined);
      return texts.length === count ? compute(texts) : undefined;
    },
  };
}

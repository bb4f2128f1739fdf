/** Functions with regular expressions, which are Java's on AWS. */
import type { Expression, RuleFunction } from '../expression';
import { JavaPatternError, javaPattern, javaReplacement } from '../java-pattern';
import { ofTexts } from './of-texts';

export const patternFunctions: readonly RuleFunction[] = [
  { ...ofTexts('regexp_matches', 2, ([text = '', pattern = '']) => javaPattern(pattern).test(text)), argumentProblem },
  { ...ofTexts('regexp_replace', 3, ([text = '', pattern = '', by = '']) => text.replace(javaPattern(pattern, 'g'), javaReplacement(by))), argumentProblem },
  { ...ofTexts('regexp_substr', 2, ([text = '', pattern = '']) => javaPattern(pattern).exec(text)?.[0]), argumentProblem },
];

/** Pattern and replacement are literals here, so that what of Java's language is not supported is known at the start. */
function argumentProblem(position: number, argument: Expression): string | undefined {
  if (position === 0) return undefined;
  const what = position === 1 ? 'pattern' : 'replacement';
  if (argument.kind !== 'literal' || typeof argument.value !== 'string') return `a ${what} that is not a literal text is not supported`;
  try {
    if (position === 1) javaPattern(argument.value);
    else javaReplacement(argument.value);
    return undefined;
  } catch (error) {
    if (error instanceof JavaPatternError) return error.message;
    throw error;
  }
}

/** Functions with regular expressions, which are Java's on AWS. */
import { literalText, type Expression, type RuleFunction } from '../expression';
import { JavaPatternError, javaPattern, javaReplacement } from '../java-pattern';
import { ofTexts } from './of-texts';

export const patternFunctions: readonly RuleFunction[] = [
  { ...ofTexts('regexp_matches', 2, ([text = '', pattern = '']) => javaPattern(pattern).test(text)), argumentProblem },
  { ...ofTexts('regexp_replace', 3, ([text = '', pattern = '', by = '']) => replaced(text, javaPattern(pattern, 'g'), by)), argumentProblem },
  { ...ofTexts('regexp_substr', 2, ([text = '', pattern = '']) => javaPattern(pattern).exec(text)?.[0]), argumentProblem },
];

function replaced(text: string, pattern: RegExp, by: string): string {
  return text.replace(pattern, javaReplacement(by, pattern));
}

/** Pattern and replacement are literals here, so that what of Java's language is not supported is known at the start. */
function argumentProblem(position: number, argument: Expression, [, pattern]: readonly Expression[]): string | undefined {
  if (position === 0) return undefined;
  const what = position === 1 ? 'pattern' : 'replacement';
  const text = literalText(argument);
  if (text === undefined) return `a ${what} that is not a literal text is not supported`;
  try {
    if (position === 1) javaPattern(text);
    else javaReplacement(text, javaPattern((pattern && literalText(pattern)) ?? ''));
    return undefined;
  } catch (error) {
    if (error instanceof JavaPatternError) return error.message;
    throw error;
  }
}

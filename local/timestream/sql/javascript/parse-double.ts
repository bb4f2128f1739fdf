/** Text -> double for casts, in the forms that the service takes. */

const decimal = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const special: ReadonlyMap<string, number> = new Map([['NaN', NaN], ['Infinity', Infinity], ['+Infinity', Infinity], ['-Infinity', -Infinity]]);

/** What Java's trim takes off: all up to the space, but no other blanks of Unicode. */
const padding = /^[^!-\u{10ffff}]+|[^!-\u{10ffff}]+$/gu;

export function parseDouble(text: string): number | undefined {
  const trimmed = text.replaceAll(padding, '');
  return decimal.test(trimmed) ? Number(trimmed) : special.get(trimmed);
}

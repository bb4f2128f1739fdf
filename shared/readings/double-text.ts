/** The text of a double, as `String` writes it and several times as fast for what sensors say; number-decoders write with it. */

/** Sensors seldom say more than three decimals. */
const parts = 1000;

/** As each thousandth is written behind a whole number: nothing, `.5`, `.25`, `.125`. */
const fractionTexts = Array.from({ length: parts }, (_, thousandths) => String(thousandths / parts).slice(1));

/** Below it every whole number of thousandths is exact. */
const highest = 2 ** 40;

/**
 * A number that is a whole number of thousandths needs no search for the shortest text that is read back as the same double, which is
 * most of what `String` does.
 *
 * @param number finite
 */
export function doubleText(number: number): string {
  if (number < 0) return `-${doubleText(-number)}`;
  const thousandths = Math.round(number * parts);
  if (thousandths / parts !== number || number > highest) return String(number);
  const whole = Math.floor(number);
  return `${whole}${fractionTexts[thousandths - whole * parts] ?? ''}`;
}

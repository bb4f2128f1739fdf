/** DOUBLE and BIGINT measures: read, scaled exactly, held to their limits, and written as text; measure-decoder asks. */
import type { MeasureDefinition } from '../tables/definition';
import { decimalOf, decimalToDouble, decimalToWhole, product, type Decimal } from './decimal';
import { doubleText } from './double-text';
import { limitCheck } from './limit-check';
import { UnsafeInteger } from './parse-json';
import { quoted, Refusal } from './refusal';
import { settled, wrongType, type MeasureDecoder, type Settled } from './settled';

const minBigint = -(2n ** 63n);
const maxBigint = 2n ** 63n - 1n;

const decimalNumber = /^-?\d+(\.\d+)?([eE][+-]?\d+)?$/;
const wholeNumber = /^-?\d{1,40}$/;
const notFiniteText = /^[+-]?(nan|inf|infinity)$/i;

export function doubleDecoder(definition: MeasureDefinition): MeasureDecoder {
  const scale = scaleOf(definition);
  const outsideLimits = limitCheck(definition);
  return (value) => {
    const number = typeof value === 'string' ? doubleOfText(value) : value;
    if (typeof number !== 'number') return notANumber(definition, value);
    const scaled = scale === undefined ? number : scaledDouble(number, scale);
    if (!Number.isFinite(scaled)) return notFinite(definition, value);
    return outsideLimits?.(scaled) ?? doubleText(scaled);
  };
}

export function bigintDecoder(definition: MeasureDefinition): MeasureDecoder {
  const { name, policy } = definition;
  const scale = scaleOf(definition);
  const outsideLimits = limitCheck(definition);
  return (value) => {
    if (isNotFinite(value)) return notFinite(definition, value);
    // 1e20 is a whole number too, and none that a double tells from its neighbours.
    if (Number.isInteger(value) && !Number.isSafeInteger(value)) return unsafeInteger(definition, value);
    const whole = scale === undefined ? wholeOf(value) : scaledWhole(value, scale);
    if (whole === undefined) return typeof value === 'number' ? notWhole(definition, value) : notANumber(definition, value);
    const settledByLimits = outsideLimits?.(whole);
    if (settledByLimits !== undefined) return settledByLimits;
    if (typeof whole === 'number' || (whole >= minBigint && whole <= maxBigint)) return String(whole);
    return settled(policy.ifOutOfRange === 'skip' ? 'skip' : 'reject', new Refusal('out-of-range', `${name}: ${quoted(whole)} does not fit 64 bits`));
  };
}

function scaleOf({ scale }: MeasureDefinition): Decimal | undefined {
  return scale === undefined ? undefined : decimalOf(String(scale));
}

/** @returns NaN for every text that says that it is no finite number, undefined for what is no number */
function doubleOfText(text: string): number | undefined {
  if (decimalNumber.test(text)) return Number(text);
  return notFiniteText.test(text) ? NaN : undefined;
}

/** The double nearest to the product, of the shortest decimal number that stands for the value: what the device meant by it. */
function scaledDouble(value: number, scale: Decimal): number {
  const decimal = decimalOf(String(value));
  return decimal === undefined ? value : decimalToDouble(product(decimal, scale));
}

function wholeOf(value: unknown): number | bigint | undefined {
  if (typeof value === 'number') return Number.isInteger(value) ? value : undefined;
  return typeof value === 'string' && wholeNumber.test(value) ? BigInt(value) : undefined;
}

/** Only the product must be whole: 21.5 scaled by 10 is 215. */
function scaledWhole(value: unknown, scale: Decimal): bigint | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const decimal = decimalOf(String(value));
  return decimal === undefined ? undefined : decimalToWhole(product(decimal, scale));
}

function notWhole({ name, scale }: MeasureDefinition, value: number): Refusal {
  return new Refusal('bad-measure', `${name}: ${quoted(value)}${scale === undefined ? '' : ` scaled by ${scale}`} is not a whole number, as a BIGINT is`);
}

function isNotFinite(value: unknown): boolean {
  return typeof value === 'number' ? !Number.isFinite(value) : typeof value === 'string' && notFiniteText.test(value);
}

function notFinite({ name, type, policy }: MeasureDefinition, value: unknown): Settled {
  const detail = typeof value === 'string' && notFiniteText.test(value) ? quoted(value) : `the number is beyond a ${type}`;
  return settled(policy.ifNotFinite, new Refusal('not-finite', `${name}: ${detail}`));
}

function notANumber(definition: MeasureDefinition, value: unknown): Refusal {
  return value instanceof UnsafeInteger ? unsafeInteger(definition, value) : wrongType(definition, value);
}

function unsafeInteger({ name }: MeasureDefinition, value: unknown): Refusal {
  return new Refusal('unsafe-integer', `${name}: ${quoted(value)} is beyond 2^53, where JSON numbers are rounded; send it as text`);
}

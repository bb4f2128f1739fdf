/** Numbers: overflow is an error, whole division truncates, doubles are IEEE 754. */
import { call, infix, strict, type Operation } from './operation';
import { Failure, type Type } from './value';

type Whole = 'integer' | 'bigint';

const limits: Readonly<Record<Whole, bigint>> = { integer: 2n ** 31n, bigint: 2n ** 63n };

export function fit(value: bigint, type: Whole): bigint {
  if (value >= limits[type] || value < -limits[type]) throw new Failure(`${value} is no ${type}`);
  return value;
}

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new Failure('division by zero');
  return value;
}

const size = (value: bigint) => (value < 0n ? -value : value);

/** Away from zero when halfway. */
function roundAway(value: number): number {
  return Number.isFinite(value) ? Math.sign(value) * Math.floor(Math.abs(value) + (Math.abs(value) < 2 ** 52 ? 0.5 : 0)) : value;
}

const wholeOperations = (type: Whole): readonly Operation[] => [
  strict<[bigint, bigint]>([type, type], type, infix('+'), (a, b) => fit(a + b, type)),
  strict<[bigint, bigint]>([type, type], type, infix('-'), (a, b) => fit(a - b, type)),
  strict<[bigint, bigint]>([type, type], type, infix('*'), (a, b) => fit(a * b, type)),
  strict<[bigint, bigint]>([type, type], type, infix('/'), (a, b) => fit(a / nonZero(b), type)),
  strict<[bigint, bigint]>([type, type], type, infix('%'), (a, b) => a % nonZero(b)),
  strict<[bigint, bigint]>([type, type], type, call('mod'), (a, b) => a % nonZero(b)),
  strict<[bigint]>([type], type, (a = '') => `(- ${a})`, (a) => fit(-a, type)),
  strict<[bigint]>([type], type, call('abs'), (a) => fit(size(a), type)),
  strict<[bigint]>([type], type, call('sign'), (a) => (a > 0n ? 1n : a < 0n ? -1n : 0n)),
  strict<[bigint]>([type], type, call('floor'), (a) => a),
  strict<[bigint]>([type], type, call('ceil'), (a) => a),
];

const doubles: readonly Operation[] = [
  strict<[number, number]>(['double', 'double'], 'double', infix('+'), (a, b) => a + b),
  strict<[number, number]>(['double', 'double'], 'double', infix('-'), (a, b) => a - b),
  strict<[number, number]>(['double', 'double'], 'double', infix('*'), (a, b) => a * b),
  strict<[number, number]>(['double', 'double'], 'double', infix('/'), (a, b) => a / b),
  strict<[number, number]>(['double', 'double'], 'double', call('mod'), (a, b) => a % b),
  strict<[number]>(['double'], 'double', (a = '') => `(- ${a})`, (a) => -a),
  strict<[number]>(['double'], 'double', call('abs'), Math.abs),
  strict<[number]>(['double'], 'double', call('floor'), Math.floor),
  strict<[number]>(['double'], 'double', call('ceiling'), Math.ceil),
  strict<[number]>(['double'], 'double', call('round'), roundAway),
  strict<[number]>(['double'], 'double', call('truncate'), Math.trunc),
  strict<[number]>(['double'], 'double', call('sqrt'), Math.sqrt),
  strict<[number]>(['double'], 'boolean', call('is_nan'), Number.isNaN),
  strict<[number]>(['double'], 'boolean', call('is_finite'), Number.isFinite),
];

const bits: readonly Operation[] = [
  strict<[bigint, bigint]>(['bigint', 'bigint'], 'bigint', call('bitwise_and'), (a, b) => a & b),
  strict<[bigint, bigint]>(['bigint', 'bigint'], 'bigint', call('bitwise_or'), (a, b) => a | b),
  strict<[bigint, bigint]>(['bigint', 'bigint'], 'bigint', call('bitwise_xor'), (a, b) => a ^ b),
  strict<[bigint]>(['bigint'], 'bigint', call('bitwise_not'), (a) => ~a),
];

const castOf = (type: Type) => (x = '') => `CAST(${x} AS ${type})`;

function toBigint(value: number): bigint {
  if (!Number.isFinite(value)) throw new Failure(`${value} is no bigint`);
  return fit(BigInt(roundAway(value)), 'bigint');
}

const casts: readonly Operation[] = [
  strict<[bigint]>(['integer'], 'bigint', castOf('bigint'), (a) => a),
  strict<[bigint]>(['bigint'], 'integer', castOf('integer'), (a) => fit(a, 'integer')),
  strict<[bigint]>(['bigint'], 'double', castOf('double'), Number),
  strict<[number]>(['double'], 'bigint', castOf('bigint'), toBigint),
  strict<[bigint]>(['bigint'], 'varchar', castOf('varchar'), String),
  strict<[boolean]>(['boolean'], 'integer', castOf('integer'), (a) => (a ? 1n : 0n)),
];

export const numberOperations: readonly Operation[] = [...wholeOperations('integer'), ...wholeOperations('bigint'), ...doubles, ...bits, ...casts];

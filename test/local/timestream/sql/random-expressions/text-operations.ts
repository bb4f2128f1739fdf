/** Text, counted in code points. */
import { call, infix, strict, type Operation } from './operation';
import { Failure } from './value';

const points = (text: string) => Array.from(text);

function substr(text: string, start: bigint, length: bigint): string {
  const all = points(text);
  const count = BigInt(all.length);
  const first = start > 0n ? start - 1n : count + start;
  if (start === 0n || first < 0n || first >= count || length <= 0n) return '';
  return all.slice(Number(first), Number(first + length > count ? count : first + length)).join('');
}

function pad(text: string, size: bigint, fill: string, left: boolean): string {
  if (size < 0n || size > 1000n) throw new Failure('size');
  if (fill === '') throw new Failure('nothing to pad with');
  const all = points(text);
  const wanted = Number(size);
  if (all.length >= wanted) return all.slice(0, wanted).join('');
  const padding = Array.from({ length: wanted - all.length }, (_none, index) => points(fill)[index % points(fill).length]).join('');
  return left ? padding + text : text + padding;
}

export const textOperations: readonly Operation[] = [
  strict<[string, string]>(['varchar', 'varchar'], 'varchar', infix('||'), (a, b) => a + b),
  strict<[string, string]>(['varchar', 'varchar'], 'varchar', call('concat'), (a, b) => a + b),
  strict<[string]>(['varchar'], 'bigint', call('length'), (a) => BigInt(points(a).length)),
  strict<[string]>(['varchar'], 'varchar', call('reverse'), (a) => points(a).reverse().join('')),
  strict<[string]>(['varchar'], 'varchar', call('lower'), (a) => a.toLowerCase()),
  strict<[string]>(['varchar'], 'varchar', call('upper'), (a) => a.toUpperCase()),
  strict<[string, string]>(['varchar', 'varchar'], 'bigint', call('strpos'), (a, b) =>
    (a.includes(b) ? BigInt(points(a.slice(0, a.indexOf(b))).length + 1) : 0n)),
  strict<[string, bigint, bigint]>(['varchar', 'bigint', 'bigint'], 'varchar', call('substr'), substr),
  strict<[string, bigint, string]>(['varchar', 'bigint', 'varchar'], 'varchar', (a, n, b) => `lpad(${a}, abs(${n} % 9), ${b})`, (a, n, b) =>
    pad(a, n % 9n < 0n ? -(n % 9n) : n % 9n, b, true)),
  strict<[string, bigint, string]>(['varchar', 'bigint', 'varchar'], 'varchar', (a, n, b) => `rpad(${a}, abs(${n} % 9), ${b})`, (a, n, b) =>
    pad(a, n % 9n < 0n ? -(n % 9n) : n % 9n, b, false)),
  strict<[string]>(['varchar'], 'varchar', call('trim'), (a) => a.trim()),
  strict<[string, string, string]>(['varchar', 'varchar', 'varchar'], 'varchar', call('replace'), (a, b, c) =>
    (b === '' ? [c, ...points(a).flatMap((point) => [point, c])].join('') : a.replaceAll(b, () => c))),
  strict<[string]>(['varchar'], 'boolean', (a) => `(${a} LIKE '%a_')`, (a) => /a[^]$/u.test(a)),
];

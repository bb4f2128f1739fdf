/** The rules between the values of one measure of tables.json: what can never apply to it is refused; run by cross-checks. */
import { listOf, objectOf, type Loose } from './loose';
import { problem, shown, type Path, type Problem } from './problem';

const numbers = ['DOUBLE', 'BIGINT'];

/** Keys that only measures of these types have. `min` and `max` are not among them, because their message quotes the limit. */
const typesOfKey: Readonly<Record<string, readonly string[]>> = {
  scale: numbers,
  kind: numbers,
  ifNotFinite: numbers,
  ifOutOfRange: numbers,
  enum: ['VARCHAR'],
  ifNotInEnum: ['VARCHAR'],
  ifTooLong: ['VARCHAR'],
};

/** @param value the measure as tables.json has it; what is not of the expected kind is skipped here, because the schema reports it */
export function measureProblems(value: unknown, path: Path): Problem[] {
  const measure = objectOf(value);
  return [
    ...misplacedKeys(measure, path),
    ...badLimits(measure, path),
    ...policiesWithoutRule(measure, path),
    ...limitsNotToClampTo(measure, path),
    ...impossibleCounter(measure, path),
    ...cutEnum(measure, path),
    ...repeatedTexts(measure, path),
  ];
}

function misplacedKeys(measure: Loose, path: Path): Problem[] {
  const { type } = measure;
  if (typeof type !== 'string') return [];
  return Object.entries(typesOfKey)
    .filter(([key, types]) => measure[key] !== undefined && !types.includes(type))
    .map(([key, types]) => problem([...path, key], `only ${types.join(' and ')} measures have it, this one is ${type}`));
}

function badLimits({ type, min, max }: Loose, path: Path): Problem[] {
  if (typeof type === 'string' && !numbers.includes(type)) {
    return Object.entries({ min, max })
      .filter(([, limit]) => limit !== undefined)
      .map(([name, limit]) => problem([...path, name], `${shown(limit)} limits a ${type} measure; only DOUBLE and BIGINT have limits`));
  }
  if (typeof min !== 'number' || typeof max !== 'number' || min <= max) return [];
  return [problem([...path, 'min'], `${min} is above max, ${max}`)];
}

/** A counter has a limit without saying so: it is never below 0. */
function policiesWithoutRule({ type, kind, min, max, enum: texts, ifOutOfRange, ifNotInEnum }: Loose, path: Path): Problem[] {
  const isNumber = typeof type === 'string' && numbers.includes(type);
  return [
    ...(isNumber && kind !== 'counter' && ifOutOfRange !== undefined && min === undefined && max === undefined
      ? [problem([...path, 'ifOutOfRange'], 'the measure has neither min nor max')] : []),
    ...(type === 'VARCHAR' && ifNotInEnum !== undefined && texts === undefined
      ? [problem([...path, 'ifNotInEnum'], 'the measure has no enum')] : []),
  ];
}

function limitsNotToClampTo({ type, min, max, ifOutOfRange }: Loose, path: Path): Problem[] {
  if (type !== 'BIGINT' || ifOutOfRange !== 'clamp') return [];
  return Object.entries({ min, max })
    .filter(([, limit]) => typeof limit === 'number' && !Number.isSafeInteger(limit))
    .map(([name, limit]) => problem([...path, name], `${shown(limit)} is not a whole number within 2^53, so no BIGINT can be clamped to it`));
}

function impossibleCounter({ kind, scale, max }: Loose, path: Path): Problem[] {
  if (kind !== 'counter') return [];
  return [
    ...(typeof scale === 'number' && scale < 0 ? [problem([...path, 'scale'], `${scale} makes the counter fall; a counter only rises`)] : []),
    ...(typeof max === 'number' && max < 0 ? [problem([...path, 'max'], `${max} is below 0, and a counter never is`)] : []),
  ];
}

function cutEnum({ enum: texts, ifTooLong }: Loose, path: Path): Problem[] {
  if (texts === undefined || ifTooLong !== 'truncate') return [];
  return [problem([...path, 'ifTooLong'], '"truncate" would make of a text of the enum one that is none of it')];
}

function repeatedTexts({ enum: texts }: Loose, path: Path): Problem[] {
  return listOf(texts)
    .map((text, index, all) => ({ text, index, first: all.indexOf(text) }))
    .filter(({ index, first }) => index !== first)
    .map(({ text, index }) => problem([...path, 'enum', index], `${shown(text)} stands twice`));
}

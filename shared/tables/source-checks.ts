/** The rules between sources of tables.json, of one table or of two: a message belongs to exactly one; run by cross-checks. */
import { entriesOf, isObject, listOf, objectOf, type Loose } from './loose';
import { payloadPath } from './name-rules';
import { problem, shown, type Path, type Problem } from './problem';
import { filtersOverlap } from './topic-filter';

interface LooseSource {
  readonly topic: string;
  readonly via: unknown;
  readonly each: unknown;
  readonly when: unknown;
  readonly path: Path;
}

/** @param tables as tables.json has them; what is not of the expected kind is skipped here, because the schema reports it */
export function sourceProblems(tables: Loose): Problem[] {
  const sources = entriesOf(tables).flatMap(([name, table]) => sourcesOf(objectOf(table), ['tables', name]));
  return [
    ...sources.flatMap(badConditions),
    ...sources.flatMap(conditionsNeverMet),
    ...sources.flatMap((source, index) => sources.slice(0, index).flatMap((earlier) => pairProblems(earlier, source))),
  ];
}

/** The sources of a table that have a topic filter. */
export function sourcesOf(table: Loose, path: Path): LooseSource[] {
  return listOf(table['sources']).flatMap((source, index) => {
    const { topic, via = 'direct', each, when } = objectOf(source);
    return typeof topic === 'string' ? [{ topic, via, each, when, path: [...path, 'sources', index] }] : [];
  });
}

function badConditions({ when, path }: LooseSource): Problem[] {
  if (!isObject(when)) return [];
  const at = [...path, 'when'];
  const keys = Object.keys(when);
  if (keys.length === 0) return [problem(at, 'must not be empty')];
  return keys.flatMap((key) => payloadPath.safeParse(key).error?.issues.map(({ message }) => problem([...at, key], `${shown(key)} ${message}`)) ?? []);
}

/** A condition is met by a text, a number or a boolean: nothing is inside of one, and none of them is the array of `each`. */
function conditionsNeverMet({ each, when, path }: LooseSource): Problem[] {
  const keys = Object.keys(objectOf(when));
  const leadsInto = (outer: string, inner: string): boolean => inner.startsWith(`${outer}.`);
  return keys.flatMap((key) => {
    const at = [...path, 'when', key];
    const outer = keys.find((other) => leadsInto(other, key));
    return [
      ...(outer === undefined ? [] : [problem(at, `is inside ${outer}, which no message has when that is ${shown(objectOf(when)[outer])}`)]),
      ...(typeof each === 'string' && (key === each || leadsInto(each, key)) ? [problem(at, `is in the array of each, ${each}; conditions look at the message around it`)] : []),
      ...(typeof each === 'string' && leadsInto(key, each) ? [problem(at, `is a value, and each, ${each}, asks for an array inside it`)] : []),
    ];
  });
}

/**
 * A message that two sources match would be written twice, or to two tables by chance of order. Sources of the same topic share
 * its rule, and only what a message says can tell them apart.
 */
function pairProblems(earlier: LooseSource, source: LooseSource): Problem[] {
  if (!filtersOverlap(earlier.topic, source.topic)) return [];
  const other = earlier.path.map(String).join('.');
  if (earlier.topic !== source.topic) {
    return [problem([...source.path, 'topic'], `${shown(source.topic)} overlaps ${shown(earlier.topic)} of ${other}; a message belongs to one source`)];
  }
  return [
    ...(earlier.via === source.via ? []
      : [problem([...source.path, 'via'], `${shown(source.via)} is not ${shown(earlier.via)}, as ${other} of the same topic has it; one rule carries both`)]),
    ...(exclude(objectOf(earlier.when), objectOf(source.when)) ? []
      : [problem([...source.path, 'topic'], `${shown(source.topic)} is the topic of ${other} too; the when of each must ask another value of the same path, as a message belongs to one source`)]),
  ];
}

function exclude(a: Loose, b: Loose): boolean {
  return Object.keys(a).some((key) => Object.hasOwn(b, key) && a[key] !== b[key]);
}

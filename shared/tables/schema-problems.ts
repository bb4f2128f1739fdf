/** Turns what the schema finds wrong into problems that name thing, value and rule; used by parse-tables. */
import type * as z from 'zod/mini';
import { nearest } from './nearest';
import { problem, shown, type Path, type Problem } from './problem';
import { notYet } from './schema-parts';

type Issue = z.core.$ZodIssue;

/** @param root the value that was checked, from which the messages quote */
export function schemaProblems(issues: readonly Issue[], root: unknown): Problem[] {
  return issues.flatMap((issue) => problemsOf(issue, issue.path, root));
}

function problemsOf(issue: Issue, path: Path, root: unknown): Problem[] {
  const value = valueAt(root, path);
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => problem([...path, key], unknownKey(key, issue.message.split(', '))));
    case 'invalid_union':
      return kindsWanted(issue.errors, value, path) ?? branchMeant(issue.errors, value).flatMap((inner) => problemsOf(inner, [...path, ...inner.path], root));
    case 'invalid_type':
      return [problem(path, notA(value, withArticle(issue.expected)))];
    case 'invalid_value':
      return [problem(path, notA(value, oneOf(issue.values.map(String), value)))];
    case 'too_small':
      return [problem(path, typeof value === 'number' ? `${value} is below ${issue.minimum}` : `${shown(value)} must not be empty`)];
    case 'too_big':
      return [problem(path, `${shown(value)} is above ${issue.maximum}`)];
    default:
      return [problem(path, issue.message === notYet.error ? issue.message : `${shown(value)} ${issue.message}`)];
  }
}

/** A value of none of the kinds that a union takes: all of them are named. What is missing is asked for in its simplest form alone. */
function kindsWanted(branches: readonly (readonly Issue[])[], value: unknown, path: Path): Problem[] | undefined {
  const kinds = branches.map(([issue]) => (issue?.code === 'invalid_type' && issue.path.length === 0 ? withArticle(issue.expected) : undefined));
  if (value === undefined || kinds.includes(undefined)) return undefined;
  return [problem(path, notA(value, `${kinds.slice(0, -1).join(', ')} or ${kinds.at(-1) ?? ''}`))];
}

/** Of the alternatives of a union the one whose kind of value was given; its complaints are the useful ones. */
function branchMeant(branches: readonly (readonly Issue[])[], value: unknown): readonly Issue[] {
  const isOtherKind = ({ code, path }: Issue): boolean =>
    path.length === 0 && (code === 'invalid_type' || (code === 'invalid_value' && typeof value === 'object'));
  return branches.find((issues) => !issues.some(isOtherKind)) ?? branches[0] ?? [];
}

function unknownKey(key: string, known: readonly string[]): string {
  const meant = nearest(key, known);
  return meant === undefined ? `unknown; known here: ${known.join(', ')}` : `unknown; did you mean ${meant}?`;
}

const notA = (value: unknown, wanted: string): string =>
  (value === undefined ? `missing: must be ${wanted}` : `${shown(value)} is not ${wanted}`);

function oneOf(values: readonly string[], given: unknown): string {
  const meant = typeof given === 'string' ? nearest(given, values) : undefined;
  return `one of ${values.join(', ')}${meant === undefined ? '' : `; did you mean ${meant}?`}`;
}

function withArticle(type: string): string {
  const word = { int: 'whole number', record: 'object' }[type] ?? type;
  return /^[aeiou]/.test(word) ? `an ${word}` : `a ${word}`;
}

function valueAt(root: unknown, path: Path): unknown {
  // Own keys only: a key such as `constructor` must not be found on the prototype.
  return path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? Reflect.get(value, key)
    : undefined), root);
}

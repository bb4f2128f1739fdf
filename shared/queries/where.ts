/** Conditions on dimensions: `name:a,b` (one of), `name!:a,b` (none of), `name^:prefix`; all of them must hold. */
import { isQuotable, Sql, sql } from '../timestream/sql';
import type { Column } from './columns';
import { unknown, type Refuse } from './request-parameters';

export interface Condition {
  readonly kind: 'one-of' | 'none-of' | 'starts-with';
  readonly dimension: string;
  /** As they stand in the data: nothing of the URL's or the grammar's encoding is left. */
  readonly values: readonly string[];
}

const kinds = { ':': 'one-of', '!:': 'none-of', '^:': 'starts-with' } as const;
const shape = /^([^:!^]*)(!:|\^:|:)(.*)$/s;

/**
 * Reads one condition. Inside it each value is percent-encoded, so that a value may hold a comma: `location:Halle%2C%20Saale` has
 * one value. (In a URL the whole parameter is encoded once more, as by every client library.)
 */
export function readCondition(text: string, columns: readonly Column[], refuse: Refuse): Condition | undefined {
  const [, name = '', operator = '', list = ''] = shape.exec(text) ?? [];
  if (!isOperator(operator)) return refuse(`'${text}' is not a condition such as device_id:a,b or device_id!:a or device_id^:a`);
  const column = columns.find((candidate) => candidate.name === name);
  const dimensions = columns.filter(({ kind }) => kind === 'dimension').map((dimension) => dimension.name);
  if (column === undefined) refuse(unknown('dimension', name, dimensions));
  else if (column.kind !== 'dimension') refuse(`${name} is a measure; conditions are on dimensions (${dimensions.join(', ')})`);

  const values = list.split(',').flatMap((encoded) => readValue(encoded, refuse) ?? []);
  if (column?.kind !== 'dimension' || values.length < list.split(',').length) return undefined;
  return { kind: kinds[operator], dimension: name, values };
}

function isOperator(text: string): text is keyof typeof kinds {
  return Object.hasOwn(kinds, text);
}

function readValue(encoded: string, refuse: Refuse): string | undefined {
  if (encoded === '') return refuse('a value is empty, and no dimension ever is');
  let value: string;
  try {
    value = decodeURIComponent(encoded);
  } catch {
    return refuse(`'${encoded}' has a % without the two hex digits of a UTF-8 byte; % itself is written %25`);
  }
  return isQuotable(value) ? value : refuse('a value holds a NUL character, which no dimension can');
}

/**
 * A condition as SQL.
 *
 * `none-of` holds for records without the dimension: they have none of the values. SQL's NOT IN alone would drop them.
 */
export function conditionToSql({ kind, dimension, values }: Condition): Sql {
  const column = Sql.identifier(dimension);
  const list = Sql.join(values.map((value) => Sql.string(value)));
  switch (kind) {
    case 'one-of':
      return sql`${column} IN (${list})`;
    case 'none-of':
      return sql`(${column} NOT IN (${list}) OR ${column} IS NULL)`;
    case 'starts-with':
      return sql`(${Sql.join(values.map((prefix) => sql`${column} LIKE ${Sql.startingWith(prefix)}`), ' OR ')})`;
  }
}

/** Whether records without the dimension meet the condition. */
export const holdsWhenAbsent = ({ kind }: Condition): boolean => kind === 'none-of';

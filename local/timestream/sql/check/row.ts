/** Rows: ROW(a, b), (a, b) and the fields of a row. */
import type { Expression, Name } from '../ast';
import { rowField, type Bound } from '../bound';
import { SqlError } from '../errors';
import type { Print } from '../functions/function';
import { typeName } from '../types';
import type { Check } from './expression';

export function checkRow(expression: Extract<Expression, { kind: 'row' | 'field' }>, check: Check): Bound {
  if (expression.kind === 'field') return fieldOf(check(expression.operand), expression.field);
  const fields = expression.fields.map(check);
  return {
    kind: 'call', at: expression.at, type: { kind: 'row', fields: fields.map(({ type }) => ({ type })) }, print: printRow, arguments: fields, passesNaN: true,
  };
}

const printRow: Print = (args) => `{${args.map((arg, index) => `'${rowField(index)}': ${arg.sql}`).join(', ')}}`;

/** The field of a row; NULL of a row that is NULL. Names of fields are case-sensitive, as those of columns are. */
export function fieldOf(row: Bound, { text, at }: Name): Bound {
  const { type } = row;
  if (type.kind !== 'row') throw new SqlError(at, `The field '${text}' is asked of a value of type ${typeName(type)}, which is not a row`);
  const index = type.fields.findIndex((field) => field.name === text);
  const field = type.fields[index];
  if (field === undefined) throw new SqlError(at, `Field '${text}' does not exist in ${typeName(type)}`);
  if (type.fields.filter(({ name }) => name === text).length > 1) throw new SqlError(at, `Field '${text}' is ambiguous in ${typeName(type)}`);
  return { kind: 'field', at: row.at, type: field.type, row, index };
}

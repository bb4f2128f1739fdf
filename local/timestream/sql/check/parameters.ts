/** Parameters, written @name: with a value where the server has one, else only told their type, as PrepareQuery does. */
import type { Bound, LiteralValue } from '../bound';
import { SqlError, type Offset } from '../errors';
import { scalar, type SqlType } from '../types';

export interface ParameterValue {
  readonly type: SqlType;
  readonly value: LiteralValue;
}

export interface Parameters {
  readonly values: ReadonlyMap<string, ParameterValue>;
  /** What is being prepared collects the parameters without a value here, with the types that their places ask for. */
  readonly prepared?: Map<string, SqlType>;
}

/** The time that a scheduled query runs for, the one name that the service gives a meaning. */
const SCHEDULED_RUNTIME = 'scheduled_runtime';

export function checkParameter(name: string, at: Offset, { values, prepared }: Parameters): Bound {
  const known = values.get(name);
  if (known !== undefined) return { kind: 'literal', at, ...known };
  if (prepared === undefined) {
    throw new SqlError(at, `The parameter @${name} has no value: Query takes none, PrepareQuery tells their types`);
  }
  const type = prepared.get(name) ?? scalar(name === SCHEDULED_RUNTIME ? 'timestamp' : 'unknown');
  prepared.set(name, type);
  if (type.kind !== 'unknown') return { kind: 'literal', at, type, value: null };
  return { kind: 'literal', at, type, value: null, infer: (inferred) => prepared.set(name, inferred) };
}

/** What may leave the server: a varbinary may not, since the service has no form for it. */
import type { BoundQuery } from '../bound';
import { SqlError, type Offset } from '../errors';
import type { SqlType } from '../types';

/** @throws SqlError at the first column of a result that holds bytes */
export function refuseBytes(query: BoundQuery): void {
  for (const [index, { type }] of query.columns.entries()) {
    if (holdsBytes(type)) throw new SqlError(placeOf(query, index), 'A result cannot have values of type varbinary; to_base64 and from_big_endian_64 make others of them');
  }
}

function holdsBytes(type: SqlType): boolean {
  switch (type.kind) {
    case 'array':
      return holdsBytes(type.element);
    case 'timeseries':
      return holdsBytes(type.value);
    case 'row':
      return type.fields.some((field) => holdsBytes(field.type));
    default:
      return type.kind === 'varbinary';
  }
}

/** Where the statement writes a column of its result. */
function placeOf({ body }: BoundQuery, index: number): Offset {
  switch (body.kind) {
    case 'select':
      return body.outputs[index]?.expression.at ?? 0;
    case 'set':
      return body.sides[0]?.outputs[index]?.expression.at ?? 0;
    case 'values':
      return body.rows[0]?.[index]?.at ?? 0;
    case 'nested':
      return placeOf(body.query, index);
  }
}

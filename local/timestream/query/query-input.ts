/** The members of a Query call, with the constraints of the service's model. */
import { ServiceError } from '../errors';
import { integer, oneOf, parseInput, required, structure, text } from '../protocol/shape';

/** Limits: https://docs.aws.amazon.com/timestream/latest/developerguide/API_query_Query.html */
const shape = structure({
  QueryString: required(text({ min: 1, max: 262_144 })),
  ClientToken: text({ min: 32, max: 128 }),
  NextToken: text({ min: 1, max: 2048 }),
  MaxRows: integer({ min: 1, max: 1000 }),
  QueryInsights: structure({ Mode: required(oneOf('ENABLED_WITH_RATE_CONTROL', 'DISABLED')) }),
});

export interface QueryInput {
  readonly queryString: string;
  readonly nextToken?: string;
  readonly maxRows?: number;
}

/** @throws ServiceError naming every member that breaks a constraint */
export function queryInput(input: Readonly<Record<string, unknown>>): QueryInput {
  const { QueryString, NextToken, MaxRows, QueryInsights } = parseInput(shape, input);
  if (QueryInsights?.Mode === 'ENABLED_WITH_RATE_CONTROL') throw new ServiceError('ValidationException', 'QueryInsights is not supported yet');
  return {
    queryString: QueryString,
    ...(NextToken !== undefined && { nextToken: NextToken }),
    ...(MaxRows !== undefined && { maxRows: Number(MaxRows) }),
  };
}

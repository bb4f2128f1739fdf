/** The members of a Query call, with the constraints of the service's model. */
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
  readonly clientToken?: string;
  readonly nextToken?: string;
  readonly maxRows?: number;
  readonly wantsInsights: boolean;
}

/** @throws ServiceError naming every member that breaks a constraint */
export function queryInput(input: Readonly<Record<string, unknown>>): QueryInput {
  const { QueryString, ClientToken, NextToken, MaxRows, QueryInsights } = parseInput(shape, input);
  return {
    queryString: QueryString,
    ...(ClientToken !== undefined && { clientToken: ClientToken }),
    ...(NextToken !== undefined && { nextToken: NextToken }),
    ...(MaxRows !== undefined && { maxRows: Number(MaxRows) }),
    wantsInsights: QueryInsights?.Mode === 'ENABLED_WITH_RATE_CONTROL',
  };
}

/** Calls operations without an SDK: for tests that send a great deal, or count on one attempt and the bare answer. */
import { type Agent, request } from 'node:http';

export interface WireAnswer {
  readonly status: number;
  /** The members of the answer or of the error. */
  readonly body: Readonly<Record<string, unknown>>;
}

export type Call = (operation: string, input: object) => Promise<WireAnswer>;

/** @throws when the connection fails: nobody knows what became of the request */
export function wireCalls(endpoint: string, agent: Agent): Call {
  return (operation, input) => send(endpoint, '/', agent, { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `Timestream_20181101.${operation}` }, input);
}

/** Changes what the control endpoint controls. */
export function changeControl(endpoint: string, agent: Agent, change: object): Promise<WireAnswer> {
  return send(endpoint, '/control', agent, { 'content-type': 'application/json' }, change);
}

function send(endpoint: string, path: string, agent: Agent, headers: Record<string, string>, input: object): Promise<WireAnswer> {
  return new Promise((resolve, reject) => {
    const sent = request(new URL(path, endpoint), { method: 'POST', agent, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (part: string) => { text += part; });
      answer.once('error', reject);
      answer.once('aborted', () => reject(new Error('the answer was cut')));
      answer.once('end', () => {
        try {
          // The server answers with an object, and always with a status.
          resolve({ status: answer.statusCode!, body: JSON.parse(text) as Record<string, unknown> });
        } catch (cause) {
          reject(cause instanceof Error ? cause : new Error(String(cause)));
        }
      });
    });
    sent.once('error', reject);
    sent.end(JSON.stringify(input));
  });
}

/** The server's answer to a query is an error, in contrast to no answer. */
export class QueryRefused extends Error {}

/**
 * All rows of a query, scalars as text and NULL as null, by column name.
 *
 * @throws QueryRefused
 */
export async function queryRows(call: Call, queryString: string): Promise<Record<string, string | null>[]> {
  const rows: Record<string, string | null>[] = [];
  let input: object = { QueryString: queryString };
  for (;;) {
    const { status, body } = await call('Query', input);
    if (status !== 200) throw new QueryRefused(`${queryString}: ${JSON.stringify(body)}`);
    // The answer of Query with scalar columns.
    const page = body as unknown as { ColumnInfo: { Name: string }[]; Rows: { Data: { ScalarValue?: string }[] }[]; NextToken?: string };
    const names = page.ColumnInfo.map(({ Name }) => Name);
    for (const { Data } of page.Rows) rows.push(Object.fromEntries(Data.map(({ ScalarValue = null }, at) => [names[at], ScalarValue])));
    if (page.NextToken === undefined) return rows;
    input = { QueryString: queryString, NextToken: page.NextToken };
  }
}

/** What the expressions of one rule see of a message; run-rule makes one for each message and rule. */
import { randomUUID } from 'node:crypto';
import type { Message } from './message';
import { evaluate } from './rule-sql/evaluate';
import { NotJsonError } from './rule-sql/evaluate-query';
import type { RuleContext } from './rule-sql/expression';
import type { Statement } from './rule-sql/parse-statement';
import { parseJson, type SqlVersion, type Value } from './rule-sql/value';

/** The payload is read as JSON once, and only when an expression needs it; so are variables. */
export function ruleContext({ topic, clientId, receivedAt, payload }: Message, { version, variables }: Pick<Statement, 'version' | 'variables'>): RuleContext {
  const values = new Map<string, Value>();
  const context: RuleContext = {
    version,
    topic,
    clientId,
    receivedAt,
    payload,
    json: once(() => parsePayload(payload, version)),
    variable: (name) => {
      const expression = variables.get(name);
      if (!values.has(name) && expression !== undefined) values.set(name, evaluate(expression, context));
      return values.get(name);
    },
    traceId: once(randomUUID),
    newUuid: randomUUID,
    random: Math.random,
  };
  return context;
}

function once<T>(compute: () => T): () => T {
  let computed: { readonly value: T } | undefined;
  return () => (computed ??= { value: compute() }).value;
}

/** An empty payload counts as an empty object: https://docs.aws.amazon.com/iot/latest/developerguide/binary-payloads.html */
function parsePayload(payload: Buffer, version: SqlVersion): Value {
  if (payload.length === 0) return new Map();
  try {
    return parseJson(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload), version);
  } catch {
    throw new NotJsonError();
  }
}

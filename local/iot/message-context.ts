/** What the expressions of one rule see of a message; run-rule makes one for each message and rule. */
import { randomUUID } from 'node:crypto';
import type { Message } from './message';
import { evaluate } from './rule-sql/evaluate';
import { NotJsonError } from './rule-sql/evaluate-query';
import type { RuleContext } from './rule-sql/expression';
import type { Statement } from './rule-sql/parse-statement';
import { parseJson, type SqlVersion, type Value } from './rule-sql/value';

/** The payload is read as JSON once, and only when an expression needs it; so are variables and the trace id made. */
export class MessageContext implements RuleContext {
  readonly version: SqlVersion;
  readonly topic: string;
  readonly clientId: string;
  readonly receivedAt: number;
  readonly payload: Buffer;
  private parsed: { readonly value: Value } | undefined;
  private readonly variables: Statement['variables'];
  private computed: Map<string, Value> | undefined;
  private trace: string | undefined;

  constructor({ topic, clientId, receivedAt, payload }: Message, { version, variables }: Pick<Statement, 'version' | 'variables'>) {
    this.version = version;
    this.topic = topic;
    this.clientId = clientId;
    this.receivedAt = receivedAt;
    this.payload = payload;
    this.variables = variables;
  }

  json(): Value {
    return (this.parsed ??= { value: parsePayload(this.payload, this.version) }).value;
  }

  variable(name: string): Value {
    this.computed ??= new Map();
    const expression = this.variables.get(name);
    if (!this.computed.has(name) && expression !== undefined) this.computed.set(name, evaluate(expression, this));
    return this.computed.get(name);
  }

  traceId(): string {
    return (this.trace ??= randomUUID());
  }

  newUuid(): string {
    return randomUUID();
  }

  random(): number {
    return Math.random();
  }
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

/** One refused message as a person wants to see it, from any of the objects that end in the dead-letter bucket; read-dead-letters finds them. */

export interface DeadLetter {
  readonly key: string;
  /** One of the functions' reasons, `rule-error` when a rule action failed, `invocation-failed` when Lambda gave an event up. */
  readonly reason: string;
  readonly detail: string;
  /** ISO 8601; when it was refused. */
  readonly at: string;
  /** How it came: `iot`, `kinesis`, `http`, or `timestream` of a record that was taken and not kept; absent when the object does not tell. */
  readonly source?: string;
  /** Epoch milliseconds. */
  readonly receivedAtMs: number;
  readonly topic?: string;
  /** Where its reading belongs; absent when the object does not tell. */
  readonly table?: string;
  /** What the device sent, byte for byte; absent when the object does not carry it. */
  readonly payload?: Buffer;
  /** The object itself. */
  readonly body: string;
}

type Json = Readonly<Record<string, unknown>>;

/** Whether an object of the bucket is a dead letter at all. */
export function isDeadLetterKey(key: string): boolean {
  return key.startsWith('reason=') || key.startsWith('aws/lambda/');
}

/** @param storedAt when the object was stored, for bodies that do not tell the time */
export function deadLetterFrom(key: string, body: string, storedAt: Date): DeadLetter {
  const fields = parseObject(body);
  const letter = {
    key, body,
    at: text(fields.deadLetteredAt) ?? text(fields.timestamp) ?? storedAt.toISOString(),
    receivedAtMs: typeof fields.receivedAt === 'number' ? fields.receivedAt : storedAt.getTime(),
  };
  if (key.startsWith('aws/lambda/')) {
    return { ...letter, ...fromLambda(fields) };
  }
  const reason = /^reason=([^/]+)/.exec(key)?.[1] ?? 'unknown';
  const source = reason === 'rule-error' ? 'iot' : text(fields.source);
  return {
    ...letter,
    ...(source === undefined ? {} : { source }),
    reason,
    detail: text(fields.detail) ?? ruleFailures(fields),
    ...(text(fields.table) === undefined ? {} : { table: String(fields.table) }),
    ...carried(fields.topic, fields.payload ?? fields.base64OriginalPayload),
  };
}

/**
 * Lambda's record of an event it gave up (https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html), or of a
 * batch of stream records (https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html).
 */
function fromLambda(record: Json): Pick<DeadLetter, 'reason' | 'detail' | 'topic' | 'payload' | 'source'> & { receivedAtMs?: number } {
  const { condition, approximateInvokeCount, functionArn } = object(record.requestContext);
  const { errorType, errorMessage } = object(record.responsePayload);
  const event = object(record.requestPayload);
  const functionName = text(functionArn)?.split(':')[6] ?? 'a function';
  const attempts = typeof approximateInvokeCount === 'number' ? ` after ${approximateInvokeCount} attempts` : '';
  const error = [text(errorType), text(errorMessage)].filter((part) => part !== undefined).join(': ');
  const { batchSize } = object(record.KinesisBatchInfo);
  const what = typeof batchSize === 'number' ? ` on ${batchSize} stream records` : '';
  return {
    reason: 'invocation-failed',
    source: record.KinesisBatchInfo !== undefined ? 'kinesis' : Array.isArray(event.Records) ? 'timestream' : 'iot',
    ...(typeof event.receivedAt === 'number' ? { receivedAtMs: event.receivedAt } : {}),
    detail: `${functionName} gave up${what}${attempts} (${text(condition) ?? 'unknown condition'})${error === '' ? '' : `: ${error}`}`,
    ...carried(event.topic, event.payload),
  };
}

/** What IoT Core tells an error action (https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html). */
function ruleFailures({ failures, ruleName }: Json): string {
  const messages = (Array.isArray(failures) ? failures : []).map((failure) => {
    const { failedAction, errorMessage } = object(failure);
    return `${text(failedAction) ?? 'action'}: ${text(errorMessage) ?? 'failed'}`;
  });
  return [text(ruleName), messages.join('; ')].filter((part) => part !== undefined && part !== '').join(': ');
}

function carried(topic: unknown, payload: unknown): Pick<DeadLetter, 'topic' | 'payload'> {
  return {
    ...(text(topic) === undefined ? {} : { topic: String(topic) }),
    ...(text(payload) === undefined ? {} : { payload: Buffer.from(String(payload), 'base64') }),
  };
}

/** A body that is no JSON object still is a dead letter; it has only its key to tell. */
function parseObject(body: string): Json {
  try {
    return object(JSON.parse(body));
  } catch {
    return {};
  }
}

function object(value: unknown): Json {
  // Any object that is not an array can be read by key.
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : {};
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

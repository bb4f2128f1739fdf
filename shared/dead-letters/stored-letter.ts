/** What an object of the dead-letter bucket says, whoever wrote it: our functions, a rule's error action, or Lambda; read-letters makes them. */
import type { StoredObject } from './bucket';
import { letterSources, type DeadLetter, type LetterSource } from './dead-letter';
import { field, jsonObject, text, type JsonObject } from './json-object';

export interface StoredLetter {
  readonly object: StoredObject;
  /** One of our reasons; `rule-error` of a message that its rule could not hand over; `invocation-failed` of what Lambda gave up. */
  readonly reason: string;
  /** What was wrong, for a person. */
  readonly detail: string;
  /** Undefined where the object does not tell. */
  readonly source: LetterSource | undefined;
  readonly topic: string | undefined;
  readonly table: string | undefined;
  /** Epoch milliseconds. */
  readonly receivedAtMs: number;
  /** Epoch milliseconds. */
  readonly deadLetteredAtMs: number;
  readonly redriven: number;
  readonly content: LetterContent;
}

/** What can be sent through ingestion again. */
export type LetterContent =
  /** One reading of a message, with the message. */
  | { readonly kind: 'reading'; readonly letter: DeadLetter }
  /** The event of functions/ingest-iot. */
  | { readonly kind: 'iot-event'; readonly event: unknown }
  /** The records of an event of functions/ingest-kinesis. */
  | { readonly kind: 'stream-records'; readonly records: readonly unknown[] }
  /** The event of functions/collect-rejects. */
  | { readonly kind: 'bucket-event'; readonly event: unknown }
  | { readonly kind: 'nothing'; readonly why: string };

/** What Lambda writes begins so; every other letter begins with `reason=`. */
export const lambdaPrefix = 'aws/lambda/';
export const reasonPrefix = 'reason=';

/** Reasons of letters that no function of ours wrote. */
export const foreignReasons = ['rule-error', 'invocation-failed'] as const;

export function storedLetter(object: StoredObject): StoredLetter {
  const fields = jsonObject(object.body);
  if (object.key.startsWith(lambdaPrefix)) return lambdaRecord(object, fields);
  const reason = object.key.slice(reasonPrefix.length).split('/')[0] ?? '';
  return reason === 'rule-error' ? ruleError(object, fields) : ownLetter(object, reason, fields);
}

function ownLetter(object: StoredObject, reason: string, fields: JsonObject): StoredLetter {
  const isWhole = isDeadLetter(fields);
  return {
    object,
    reason,
    detail: text(fields['detail']) ?? 'the object is no dead letter of this service',
    source: letterSources.find((source) => source === fields['source']),
    topic: text(fields['topic']),
    table: text(fields['table']),
    receivedAtMs: isWhole ? fields.receivedAt : object.storedAtMs,
    deadLetteredAtMs: isWhole ? Date.parse(fields.deadLetteredAt) : object.storedAtMs,
    redriven: isWhole ? fields.redriven : 0,
    content: isWhole ? { kind: 'reading', letter: fields } : { kind: 'nothing', why: 'the object is no dead letter of this service' },
  };
}

/** https://tc39.es/ecma262/#sec-time-values-and-time-range: what a Date can be, in milliseconds from 1970. */
const maxTimeMs = 8.64e15;

/** Whether it can be written as a date: one letter with another number must not keep a list from telling of the rest. */
function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) <= maxTimeMs;
}

/** The members that a redrive relies on; only our functions write under these keys. */
function isDeadLetter(fields: JsonObject): fields is JsonObject & DeadLetter {
  const position = field(fields, 'position');
  return (
    letterSources.some((source) => source === fields['source']) &&
    typeof position['message'] === 'string' &&
    Number.isInteger(position['index']) &&
    isTime(fields['receivedAt']) &&
    Number.isInteger(fields['redriven']) &&
    typeof fields['payload'] === 'string' &&
    !Number.isNaN(Date.parse(text(fields['deadLetteredAt']) ?? ''))
  );
}

/** https://docs.aws.amazon.com/iot/latest/developerguide/rule-error-handling.html; it does not say when the message came, but it was just before. */
function ruleError(object: StoredObject, fields: JsonObject): StoredLetter {
  const { ruleName, topic, clientId, base64OriginalPayload: payload, failures } = fields;
  const messages = (Array.isArray(failures) ? failures : []).map((failure: unknown) => {
    const { failedAction, errorMessage } = jsonObject(failure);
    return `${text(failedAction) ?? 'action'}: ${text(errorMessage) ?? 'failed'}`;
  });
  const receivedAt = object.storedAtMs;
  const isMessage = typeof payload === 'string' && typeof topic === 'string';
  return {
    object,
    reason: 'rule-error',
    detail: [text(ruleName), messages.join('; ')].filter(Boolean).join(': '),
    source: 'iot',
    topic: text(topic),
    table: undefined,
    receivedAtMs: receivedAt,
    deadLetteredAtMs: object.storedAtMs,
    redriven: 0,
    content: isMessage
      ? { kind: 'iot-event', event: { payload, topic, receivedAt, ...(typeof clientId === 'string' ? { clientId } : {}) } }
      : { kind: 'nothing', why: 'the object does not carry topic and payload' },
  };
}

/**
 * https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html of an event, and
 * https://docs.aws.amazon.com/lambda/latest/dg/kinesis-on-failure-destination.html of a batch of stream records
 */
function lambdaRecord(object: StoredObject, record: JsonObject): StoredLetter {
  const content = lambdaContent(record);
  const event = field(record, 'requestPayload');
  const { receivedAt } = event;
  return {
    object,
    reason: 'invocation-failed',
    detail: lambdaDetail(record),
    source: content.kind === 'bucket-event' ? 'timestream' : Object.hasOwn(record, 'KinesisBatchInfo') ? 'kinesis' : 'iot',
    topic: text(event['topic']),
    table: undefined,
    receivedAtMs: isTime(receivedAt) ? receivedAt : batchArrivalMs(record) ?? object.storedAtMs,
    deadLetteredAtMs: object.storedAtMs,
    redriven: 0,
    content,
  };
}

function lambdaContent(record: JsonObject): LetterContent {
  if (Object.hasOwn(record, 'requestPayload')) {
    const event = record['requestPayload'];
    return isBucketEvent(event) ? { kind: 'bucket-event', event } : { kind: 'iot-event', event };
  }
  // The event as text inside the document.
  const { Records: records } = jsonObject(record['payload']);
  if (Array.isArray(records)) return { kind: 'stream-records', records };
  return { kind: 'nothing', why: 'the record does not carry the event' };
}

function isBucketEvent(event: unknown): boolean {
  const { Records: records } = jsonObject(event);
  return Array.isArray(records) && jsonObject(records[0])['eventSource'] === 'aws:s3';
}

function lambdaDetail(record: JsonObject): string {
  const { condition, approximateInvokeCount, functionArn } = field(record, 'requestContext');
  const { errorType, errorMessage } = field(record, 'responsePayload');
  const { shardId, batchSize } = field(record, 'KinesisBatchInfo');
  const functionName = text(functionArn)?.split(':')[6] ?? 'a function';
  const what = typeof batchSize === 'number' ? ` on ${batchSize} stream records of ${text(shardId)}` : '';
  const attempts = typeof approximateInvokeCount === 'number' ? ` after ${approximateInvokeCount} attempts` : '';
  const error = [text(errorType), text(errorMessage)].filter((part) => part !== undefined).join(': ');
  return `${functionName} gave up${what}${attempts} (${text(condition) ?? 'unknown condition'})${error === '' ? '' : `: ${error}`}`;
}

function batchArrivalMs(record: JsonObject): number | undefined {
  const at = Date.parse(text(field(record, 'KinesisBatchInfo')['approximateArrivalOfFirstRecord']) ?? '');
  return Number.isNaN(at) ? undefined : at;
}

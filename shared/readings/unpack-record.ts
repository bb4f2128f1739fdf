/** The data of one stream record -> the messages packed in it (gzip, KPL aggregation, NDJSON), each with its own bytes; from-kinesis decodes them. */
import { gunzip, isGzip, maxUnpackedBytes } from './gunzip';
import { jsonElements } from './json-elements';
import { isKplAggregate, kplRecords } from './kpl-aggregate';
import { holdsReadings, readJson } from './read-json';
import { Refusal } from './refusal';
import { maxReadingsPerMessage } from './split-message';
import { textLines } from './text-lines';

export interface PackedMessage {
  /** Where it stood, the same at every redelivery: empty for the record itself, `/3` for its fourth part, `/3/0` for the first part of that. */
  readonly path: string;
  /** Its own, out of all wrappings. */
  readonly bytes: Buffer;
  /** What its JSON says, or a Refusal. */
  readonly content: unknown;
}

/**
 * No limit of a service. Each message may end as a dead letter of its own, and storing so many takes some fifteen seconds: an invocation
 * has time for a few such records, and none for a million. A record with more is refused whole, as one.
 */
const maxMessagesPerRecord = 10_000;

const tooMany = new Refusal('not-a-reading', `more than ${maxMessagesPerRecord} messages in one stream record`);

/**
 * A dead letter keeps its whole message, and an array may be full of mistakes: one larger than any MQTT message, or with more readings than
 * a message may have, is taken apart, so that each of its readings is a message of its own.
 */
const maxArrayBytes = 128 * 1024;

/** A gateway compresses, a library aggregates, and somebody may compress again; deeper is a mistake, or an attack. */
const maxWrappings = 4;

/** Never empty: what cannot be opened is one message whose content is a Refusal. */
export function unpackRecord(record: Buffer): readonly PackedMessage[] {
  // Most records are not, and a batch has hundreds of them.
  if (!isWrapped(record)) return readMessages(record, '');
  const unpacking: Unpacking = { messages: [], bytesLeft: maxUnpackedBytes };
  unpack(unpacking, record, '', 0);
  if (unpacking.messages.length <= maxMessagesPerRecord) return unpacking.messages;
  return [{ path: '', bytes: record, content: tooMany }];
}

function isWrapped(bytes: Buffer): boolean {
  return isGzip(bytes) || isKplAggregate(bytes);
}

/** What is found so far; the bytes that may still come out of gzip are counted over the record, so that many small bombs are one. */
interface Unpacking {
  readonly messages: PackedMessage[];
  bytesLeft: number;
}

function unpack(unpacking: Unpacking, bytes: Buffer, path: string, wrappings: number): void {
  // The record is refused anyway: nothing more is kept in memory for it.
  if (unpacking.messages.length > maxMessagesPerRecord) return;
  const refuse = (content: Refusal) => { unpacking.messages.push({ path, bytes, content }); };
  if (isWrapped(bytes) && wrappings === maxWrappings) return refuse(new Refusal('unreadable', `packed more than ${maxWrappings} times`));
  if (isGzip(bytes)) {
    const unpacked = gunzip(bytes, unpacking.bytesLeft);
    if (unpacked === 'damaged') return refuse(new Refusal('unreadable', 'gzip: damaged or cut off'));
    if (unpacked === 'too-large') return refuse(new Refusal('unreadable', `gzip: the record has more than ${maxUnpackedBytes} bytes when unpacked`));
    unpacking.bytesLeft -= unpacked.length;
    return unpack(unpacking, unpacked, path, wrappings + 1);
  }
  if (isKplAggregate(bytes)) {
    const records = kplRecords(bytes);
    if (records instanceof Refusal) return refuse(records);
    if (records.length === 0) return refuse(new Refusal('not-a-reading', 'the aggregated record holds no records'));
    for (const [index, record] of records.entries()) unpack(unpacking, record, `${path}/${index}`, wrappings + 1);
    return;
  }
  unpacking.messages.push(...readMessages(bytes, path));
}

/**
 * JSON, or else NDJSON: several lines of which one at least is a reading by itself. Lines that are none do not spoil the others; a
 * text without any is one broken message and not as many as it has lines.
 */
function readMessages(bytes: Buffer, path: string): readonly PackedMessage[] {
  const content = readJson(bytes);
  if (Array.isArray(content) && content.length > 1 && (bytes.length > maxArrayBytes || content.length > maxReadingsPerMessage)) return elementsOf(content, bytes, path);
  if (!(content instanceof Refusal)) return [{ path, bytes, content }];
  const lines = textLines(bytes);
  if (lines.length > maxMessagesPerRecord) return [{ path, bytes, content: tooMany }];
  const messages = lines.map((line, index) => ({ path: `${path}/${index}`, bytes: line.bytes, content: readJson(line.bytes) }));
  return messages.length > 1 && messages.some((message) => holdsReadings(message.content)) ? messages : [{ path, bytes, content }];
}

function elementsOf(values: readonly unknown[], bytes: Buffer, path: string): readonly PackedMessage[] {
  if (values.length > maxMessagesPerRecord) return [{ path, bytes, content: tooMany }];
  const texts = jsonElements(bytes.toString());
  return values.map((content, index) => ({ path: `${path}/${index}`, bytes: Buffer.from(texts[index] ?? ''), content }));
}

/** Ingests what a long event holds, a part of it at a time: a few megabytes of gzip are more readings than a function has memory for. */
import type { DecodedMessage } from '../readings/received-message';
import type { TimestreamWriteClient } from '../timestream/clients';
import { ingest, type IngestInvocation } from './ingest';
import { firstRetried, type IngestResult } from './outcome';

/** Far more than an event of small messages has, so that such an event is packed as a whole: that is what costs least. */
const manyReadings = 30_000;

/**
 * As ingest. Behind a part of which something must come again nothing is ingested: it comes again too.
 *
 * @param messages decoded as they are asked for
 * @param readingsOfPart a part ends with the message that brings it to so many
 */
export async function ingestInParts(
  client: TimestreamWriteClient,
  messages: Iterable<DecodedMessage>,
  invocation: IngestInvocation,
  readingsOfPart = manyReadings,
): Promise<IngestResult> {
  const results: IngestResult[] = [];
  let ingested = 0;
  for (const part of partsOf(messages, readingsOfPart)) {
    const result = withIndicesFrom(ingested, await ingest(client, part, invocation));
    results.push(result);
    if (firstRetried(result) !== undefined) break;
    ingested += part.length;
  }
  return {
    readings: results.flatMap(({ readings }) => readings),
    meteredKib: sum(results.map(({ meteredKib }) => meteredKib)),
    ignoredFields: sum(results.map(({ ignoredFields }) => ignoredFields)),
    skippedValues: sum(results.map(({ skippedValues }) => skippedValues)),
  };
}

function* partsOf(messages: Iterable<DecodedMessage>, readingsOfPart: number): Generator<readonly DecodedMessage[]> {
  let part: DecodedMessage[] = [];
  let readings = 0;
  for (const message of messages) {
    part.push(message);
    readings += message.readings.length;
    if (readings < readingsOfPart) continue;
    yield part;
    part = [];
    readings = 0;
  }
  if (part.length > 0) yield part;
}

function withIndicesFrom(first: number, result: IngestResult): IngestResult {
  if (first === 0) return result;
  return { ...result, readings: result.readings.map(({ messageIndex, outcome }) => ({ messageIndex: first + messageIndex, outcome })) };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}

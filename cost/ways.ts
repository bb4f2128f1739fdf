/** The ways of this product in which many readings come together: what each charges for one reading; architectures prices the invocations. */
import { httpUnitBytes, httpUsd, iotUsd, putUsd, shardsUsdPerSecond, writeUsd } from './charges';
import { readingBytes } from './fleet';
import { aggregateBytes, gatewayMessages, packedMessages, readingsOfGateway, readingsPerAggregate, readingsPerMessage, streamOfMessages, topicBytes } from './flushes';
import type { Prices } from './prices';
import { readingsPerSecond, type Shape } from './shape';
import { carriedBytes, streamBatches } from './stream-batches';
import { packedKib } from './writes';

/** What is charged for one reading, and for each invocation with so many of them. */
export interface Way {
  readonly name: string;
  readonly iot?: number;
  readonly stream?: number;
  readonly http?: number;
  readonly writes: number;
  readonly invocation?: { readonly function: string; readonly readings: number; readonly memoryGb: number };
  /** Of a function that is not ours. */
  readonly lambda?: number;
}

export const memoryGb = 0.5;
/** serverless.yml gives ingest-http more. */
const httpMemoryGb = 1;
/** Of one body: docs/api.md. */
const mostPerBody = 10_000;

/** A stream record for each message of one reading. */
export function streamOfReadings(shape: Shape, prices: Prices): Omit<Way, 'name'> {
  const bytes = carriedBytes(readingBytes(shape, true));
  const perSecond = readingsPerSecond(shape);
  const { shards, lanes, recordsPerBatch } = streamBatches(perSecond, bytes);
  return {
    stream: putUsd(prices, bytes) + shardsUsdPerSecond(prices, shards) / perSecond,
    writes: writeUsd(prices, packedKib(streamOfMessages(shape, lanes, recordsPerBatch))) / recordsPerBatch,
    invocation: { function: 'ingest-kinesis', readings: recordsPerBatch, memoryGb },
  };
}

/** Gateways that post what they have collected. */
export function http(shape: Shape, prices: Prices): Way {
  const bytes = readingBytes(shape, false) + ','.length;
  const readings = readingsOfGateway(shape, Math.min(mostPerBody, Math.floor(httpUnitBytes / bytes)));
  return {
    name: `HTTP, ${readings} readings of a gateway a request`,
    http: httpUsd(prices, readings * bytes) / readings,
    writes: writeUsd(prices, packedKib(gatewayMessages(shape, 1, readings))) / readings,
    invocation: { function: 'ingest-http', readings, memoryGb: httpMemoryGb },
  };
}

/** Messages that devices have filled, each handed to the function. */
export function packedDirect(shape: Shape, prices: Prices): Way {
  const readings = readingsPerMessage(shape);
  return {
    name: `devices pack ${readings} readings a message, direct`,
    iot: iotUsd(prices, packedBytes(shape, readings), true) / readings,
    writes: writeUsd(prices, packedKib(packedMessages(shape, 1, 1, readings))) / readings,
    invocation: { function: 'ingest-iot', readings, memoryGb },
  };
}

/** Messages that devices have filled, a stream record for each. */
export function packedStream(shape: Shape, prices: Prices): Way {
  const readings = readingsPerMessage(shape);
  const message = packedBytes(shape, readings);
  const perSecond = readingsPerSecond(shape) / readings;
  const { shards, lanes, recordsPerBatch } = streamBatches(perSecond, carriedBytes(message));
  return {
    name: `devices pack ${readings} readings a message, via stream`,
    iot: iotUsd(prices, message, true) / readings,
    stream: (putUsd(prices, carriedBytes(message)) + shardsUsdPerSecond(prices, shards) / perSecond) / readings,
    writes: writeUsd(prices, packedKib(packedMessages(shape, lanes, recordsPerBatch, readings))) / recordsPerBatch / readings,
    invocation: { function: 'ingest-kinesis', readings: recordsPerBatch * readings, memoryGb },
  };
}

/** Stream records of one PUT unit that gateways have filled. */
export function aggregated(shape: Shape, prices: Prices): Way {
  const readings = readingsOfGateway(shape, readingsPerAggregate(shape));
  const bytes = aggregateBytes(shape, readings);
  const perSecond = readingsPerSecond(shape) / readings;
  const { shards, recordsPerBatch } = streamBatches(perSecond, bytes);
  return {
    name: `gateways put aggregated records of ${readings} readings on the stream`,
    stream: (putUsd(prices, bytes) + shardsUsdPerSecond(prices, shards) / perSecond) / readings,
    writes: writeUsd(prices, packedKib(gatewayMessages(shape, recordsPerBatch, readings))) / recordsPerBatch / readings,
    invocation: { function: 'ingest-kinesis', readings: recordsPerBatch * readings, memoryGb },
  };
}

function packedBytes(shape: Shape, readings: number): number {
  return topicBytes + readings * (readingBytes(shape, true) + 1) + 1;
}

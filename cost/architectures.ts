/** Every way of getting a reading into Timestream, with what each part of it charges; print shows them side by side. */
import { maxRecordsPerRequest } from '../shared/timestream/limits';
import { durationMs, hoursPerMonth, iotUsd, lambdaUsd, writeUsd } from './charges';
import { readingBytes, recordOf } from './fleet';
import { gatewayMessages, readingsOfGateway, topicBytes } from './flushes';
import { kpiRecordKib } from './kpi-writes';
import type { Prices } from './prices';
import { readingsPerSecond, type Shape } from './shape';
import { aggregated, http, memoryGb, packedDirect, packedStream, streamOfReadings, type Way } from './ways';
import { oneRequestKib, packedKib, singleMeasureKib, singleMeasureRequestKib } from './writes';

/** US dollars for a million readings. */
export interface Architecture {
  readonly name: string;
  readonly iot: number;
  readonly stream: number;
  readonly http: number;
  readonly lambda: number;
  readonly writes: number;
  /** Zero where nothing of this product runs. */
  readonly kpis: { readonly perInvocation: number; readonly ifEachMinute: number };
}

const million = 1e6;
/** A function of 256 MB, which waits for one call after the other. */
const guideFunction = { memoryGb: 0.25, msPerCall: 20 } as const;

/** In the order of the table: what others do, then what this product does. */
export function architectures(shape: Shape, prices: Prices): readonly Architecture[] {
  const one = recordOf(shape, 0, 0);
  const message = readingBytes(shape, true) + topicBytes;
  const mqtt = iotUsd(prices, message, false);
  const basic = iotUsd(prices, message, true);
  const writes = (kib: number, readings = 1): number => writeUsd(prices, kib) / readings;
  const direct = { writes: writes(packedKib([one])), invocation: { function: 'ingest-iot', readings: 1, memoryGb } };
  const stream = streamOfReadings(shape, prices);
  const calls = shape.measures.length;
  const perCall = readingsOfGateway(shape, maxRecordsPerRequest);
  const ways: readonly Way[] = [
    { name: 'guide style: a function and single-measure calls for each message', iot: mqtt, writes: writes(singleMeasureKib(one)), lambda: lambdaUsd(prices, guideFunction.msPerCall * calls, guideFunction.memoryGb) },
    { name: "the rule's own timestream action", iot: mqtt, writes: writes(singleMeasureRequestKib(one)) },
    { name: "the rule's own timestream action, Basic Ingest", iot: basic, writes: writes(singleMeasureRequestKib(one)) },
    { name: 'direct', iot: mqtt, ...direct },
    { name: 'direct, Basic Ingest', iot: basic, ...direct },
    { name: 'via stream', iot: mqtt, ...stream },
    { name: 'via stream, Basic Ingest', iot: basic, ...stream },
    http(shape, prices),
    packedDirect(shape, prices),
    packedStream(shape, prices),
    aggregated(shape, prices),
    { name: `gateways call WriteRecords, ${perCall} records a call`, writes: writes(oneRequestKib(gatewayMessages(shape, 1, perCall)), perCall) },
  ];
  return ways.map((way) => priced(way, shape, prices));
}

function priced({ name, iot = 0, stream = 0, http: front = 0, writes, invocation, lambda = 0 }: Way, shape: Shape, prices: Prices): Architecture {
  const own = invocation === undefined ? 0 : lambdaUsd(prices, durationMs(invocation.readings), invocation.memoryGb) / invocation.readings;
  return {
    name,
    iot: iot * million,
    stream: stream * million,
    http: front * million,
    lambda: (lambda + own) * million,
    writes: writes * million,
    kpis: invocation === undefined ? { perInvocation: 0, ifEachMinute: 0 } : kpis(invocation, shape, prices),
  };
}

function kpis({ function: name, readings }: NonNullable<Way['invocation']>, shape: Shape, prices: Prices): Architecture['kpis'] {
  const record = writeUsd(prices, kpiRecordKib(name));
  const perSecond = readingsPerSecond(shape) / readings;
  const instances = Math.ceil(perSecond * durationMs(readings) / 1000);
  return {
    perInvocation: record / readings * million,
    ifEachMinute: record * Math.min(instances / 60, perSecond) / readingsPerSecond(shape) * million,
  };
}

/** Without KPI records. */
export function totalUsd({ iot, stream, http: front, lambda, writes }: Architecture): number {
  return iot + stream + front + lambda + writes;
}

/** US dollars a month, from US dollars for a million readings. */
export function perMonth(usd: number, shape: Shape): number {
  return usd * readingsPerSecond(shape) * 3600 * hoursPerMonth / million;
}

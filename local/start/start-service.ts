/** Puts a packaged service to work: its functions in the runner, its mappings on the streams, its rules in the broker, its routes in the gateway; stack starts and replaces it. */
import { join } from 'node:path';
import { startGateway } from '../gateway/gateway';
import { startBroker } from '../iot/broker';
import { startLambdaServer } from '../lambda/server';
import { startLambda } from '../lambda/start-lambda';
import type { PackagedService } from '../template/packaged-service';
import { bucketOf } from './bucket-writer';
import { clientAddress } from './client-address';
import { localEnvironment } from './local-client';
import { RunningMappings } from './run-mappings';
import type { Servers } from './start-servers';
import { startOnPort } from './start-on-port';
import type { Starting } from './starting';
import { TimestreamWriter } from './timestream-writer';

export interface RunningService {
  readonly http: string;
  readonly mqtt: string;
  readonly lambda: string;
  /**
   * Swaps functions, mappings, rules and routes; work in flight finishes as it began.
   * @throws Error when a part refuses, and the service runs on as before
   */
  replace(next: PackagedService): void;
}

/** A developer does not wait Lambda's one and two minutes to see what becomes of a failing event. */
const retryDelayMs = (attempt: number): number => attempt * 1000;

/** @throws PortError, or Error naming the rule or handler that a part refuses */
export async function startService({ settings, data, closers, log, now }: Starting, service: PackagedService, { endpoints, buckets, events, streams, putStreamRecord }: Servers): Promise<RunningService> {
  const { host } = settings;
  const putFailure = (destination: string, key: string, body: string): Promise<void> => buckets.put(bucketOf(destination), key, body);
  const logOf = (part: string) => (event: string, fields: object): void => { log(`${part}: ${event} ${JSON.stringify(fields)}`); };
  const lambda = startLambda({
    functions: service.functions,
    environment: localEnvironment(endpoints),
    folder: data.package,
    storeFailure: putFailure,
    log: (functionName, line) => { log(`${functionName}: ${line}`); },
    now,
    retryDelayMs,
  });
  closers.add(() => lambda.close());
  events.deliverTo(({ functionArn, event, ...accepted }) => lambda.invokeAsync(functionArn, event, accepted));
  const lambdaServer = await startOnPort(settings.lambda, (port) => startLambdaServer({
    port, host, runner: lambda, queue: events, warn: (line) => { log(`lambda: ${line}`); },
  }), log);
  closers.add(() => lambdaServer.close());
  const mappings = new RunningMappings({
    streams,
    folder: join(data.kinesis, 'mappings'),
    invoke: (functionName, event) => lambda.invoke(functionName, event),
    putFailure,
    now,
    log: (line) => { log(`mapping: ${line}`); },
  });
  closers.add(() => mappings.close());
  await mappings.replace(service);
  const timestream = new TimestreamWriter(endpoints.timestream);
  closers.add(() => { timestream.close(); });
  const broker = await startOnPort(settings.mqtt, (port) => startBroker({
    port,
    host,
    folder: data.iot,
    rules: service.rules,
    invokeLambda: (functionArn, event) => lambda.invokeAsync(functionArn, event),
    putObject: (bucket, key, body) => buckets.put(bucket, key, body),
    putStreamRecord,
    writeRecords: (databaseName, tableName, records) => timestream.write(databaseName, tableName, records),
    now,
    log: logOf('iot'),
  }), log);
  closers.add(() => broker.close());
  const gateway = await startOnPort(settings.http, (port) => startGateway({
    port,
    host,
    routes: service.routes,
    invoke: async (functionName, event) => {
      const result = await lambda.invoke(functionName, event);
      if ('functionError' in result) throw new Error(`${functionName} failed: ${result.functionError.errorMessage}`);
      return result.payload;
    },
    now,
    log: logOf('http'),
  }), log);
  closers.add(() => gateway.close());

  let current = service;
  return {
    http: clientAddress('http', host, gateway.port),
    mqtt: clientAddress('mqtt', host, broker.port),
    lambda: clientAddress('http', host, lambdaServer.port),
    replace(next) {
      void lambda.setFunctions(next.functions);
      try {
        broker.setRules(next.rules);
      } catch (error) {
        void lambda.setFunctions(current.functions);
        throw error;
      }
      gateway.setRoutes(next.routes);
      mappings.replace(next).catch((error: unknown) => { log(`mapping: ${String(error)}`); });
      current = next;
    },
  };
}

/** Keeps the event-source mappings of the packaged service running: streams to functions, failure records to buckets; start-service starts and replaces them. */
import type { Streams } from '../kinesis/store/streams';
import { type EventSourceMapping, type MappingOptions, startEventSourceMapping } from '../kinesis/mapping/start-event-source-mapping';
import type { PackagedMapping, PackagedService } from '../template/packaged-service';

export interface RunMappingsOptions {
  readonly streams: Streams;
  /** Holds the checkpoints. */
  readonly folder: string;
  readonly invoke: (functionName: string, event: unknown) => ReturnType<MappingOptions['invoke']>;
  readonly putFailure: MappingOptions['putFailure'];
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

type Mapped = Pick<PackagedService, 'functions' | 'eventSourceMappings'>;

export class RunningMappings {
  /** By what they were made of: one whose settings stay the same runs on. */
  private running = new Map<string, EventSourceMapping>();
  private replacing: Promise<void> = Promise.resolve();

  constructor(private readonly options: RunMappingsOptions) {}

  /**
   * Resolves when these mappings run, and no others.
   * @throws Error when one cannot be started: its checkpoints cannot be read, or its stream is missing
   */
  replace(service: Mapped): Promise<void> {
    const result = this.replacing.then(() => this.replaceNow(service));
    this.replacing = result.catch(() => undefined);
    return result;
  }

  /** Invocations that run finish first. */
  close(): Promise<void> {
    return this.replace({ functions: [], eventSourceMappings: [] });
  }

  private async replaceNow({ functions, eventSourceMappings }: Mapped): Promise<void> {
    const wanted = new Map(eventSourceMappings.map((mapping) => [JSON.stringify(mapping), mapping]));
    const ended = [...this.running].filter(([key]) => !wanted.has(key));
    await Promise.all(ended.map(async ([key, mapping]) => {
      this.running.delete(key);
      await mapping.close();
    }));
    for (const [key, mapping] of wanted) {
      if (this.running.has(key)) continue;
      const functionArn = functions.find(({ name }) => name === mapping.functionName)?.arn ?? mapping.functionName;
      this.running.set(key, await this.start(mapping, functionArn));
    }
  }

  private start({ functionName, functionRole, streamName, ...settings }: PackagedMapping, functionArn: string): Promise<EventSourceMapping> {
    const { streams, folder, invoke, putFailure, now, log } = this.options;
    return startEventSourceMapping({
      stream: streams.get(streamName),
      settings: { ...settings, functionArn, invokeIdentityArn: functionRole },
      folder,
      invoke: (event) => invoke(functionName, event),
      putFailure,
      now,
      log,
    });
  }
}

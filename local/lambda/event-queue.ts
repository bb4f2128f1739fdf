/** Lambda's queue of asynchronous events, on disk: what was accepted comes to its end, after a restart too. The server and S3 put events in. */
import { randomUUID } from 'node:crypto';
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';

export interface QueuedEvent {
  readonly requestId: string;
  readonly functionArn: string;
  /** Epoch milliseconds. */
  readonly receivedAt: number;
  readonly event: unknown;
}

/** Resolves when the event is settled; rejects when it is not, and stays in the queue for the next start. */
export type Deliver = (event: QueuedEvent) => Promise<void>;

export interface EventQueueOptions {
  /** Holds a file for each event that is not settled. */
  readonly folder: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  readonly log: (line: string) => void;
}

export class EventQueue {
  private deliver: Deliver | undefined;
  /** Accepted before there was somebody to deliver to, or by an earlier run. */
  private waiting: QueuedEvent[];
  private readonly underWay = new Set<Promise<void>>();

  private constructor(private readonly options: EventQueueOptions, unfinished: QueuedEvent[]) {
    this.waiting = unfinished;
  }

  /** @throws Error naming the file that is damaged: none is written in place, so nothing this queue does can cause it */
  static async open(options: EventQueueOptions): Promise<EventQueue> {
    const { folder, log } = options;
    await mkdir(folder, { recursive: true });
    const files = (await readdir(folder)).sort();
    await Promise.all(files.filter((name) => name.endsWith(unfinishedSuffix)).map((name) => rm(join(folder, name))));
    const unfinished = await Promise.all(files.filter((name) => name.endsWith(eventSuffix)).map((name) => readEvent(join(folder, name))));
    unfinished.sort((one, other) => one.receivedAt - other.receivedAt);
    if (unfinished.length > 0) log(`${unfinished.length} asynchronous events were not finished, and are delivered again`);
    return new EventQueue(options, unfinished);
  }

  /** Resolves once the event is on disk. */
  async accept(functionArn: string, event: unknown): Promise<void> {
    const queued = { requestId: randomUUID(), functionArn, receivedAt: this.options.now(), event };
    await this.write(queued);
    if (this.deliver === undefined) this.waiting.push(queued);
    else this.start(queued, this.deliver);
  }

  /** From now on events are delivered, those first that wait already. */
  deliverTo(deliver: Deliver): void {
    this.deliver = deliver;
    for (const event of this.waiting.splice(0)) this.start(event, deliver);
  }

  /** Delivers nothing more, and waits for what is under way; whoever is delivered to must have ended it. */
  async close(): Promise<void> {
    this.deliver = undefined;
    await Promise.all(this.underWay);
  }

  private start(event: QueuedEvent, deliver: Deliver): void {
    const { log } = this.options;
    const delivery = deliver(event)
      .then(() => rm(this.fileOf(event), { force: true }))
      .catch((error: unknown) => { log(`the event ${event.requestId} of ${event.functionArn} is kept for the next start: ${String(error)}`); })
      .finally(() => this.underWay.delete(delivery));
    this.underWay.add(delivery);
  }

  /** In one step, and for good: under another name until it is whole and synced. */
  private async write(event: QueuedEvent): Promise<void> {
    const target = this.fileOf(event);
    const file = await open(`${target}${unfinishedSuffix}`, 'wx');
    try {
      await file.writeFile(JSON.stringify(event));
      await file.datasync();
    } finally {
      await file.close();
    }
    await rename(`${target}${unfinishedSuffix}`, target);
    const folder = await open(this.options.folder, 'r');
    try {
      await folder.sync();
    } finally {
      await folder.close();
    }
  }

  private fileOf({ requestId }: QueuedEvent): string {
    return join(this.options.folder, `${requestId}${eventSuffix}`);
  }
}

const eventSuffix = '.json';
const unfinishedSuffix = '.new';

async function readEvent(file: string): Promise<QueuedEvent> {
  try {
    return JSON.parse(await readFile(file, 'utf8')) as QueuedEvent; // written by `write` alone
  } catch (cause) {
    throw new Error(`the asynchronous event ${file} cannot be read`, { cause });
  }
}

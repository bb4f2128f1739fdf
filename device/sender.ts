/** Publishes what the message buffer holds, oldest first, and lets go of what is acknowledged; packer starts it. */
import { connect, type IClientOptions, type MqttClient } from 'mqtt';
import { ackTimeoutMs, futureLimitMs, maxPublishesInFlight } from './limits';
import type { MessageBuffer, SealedMessage } from './message-buffer';

export interface SenderOptions {
  /** `mqtts://...:8883` */
  readonly url: string;
  readonly mqtt: IClientOptions;
  /** Where the messages are published. */
  readonly topic: string;
  /** Epoch milliseconds. */
  readonly now: () => number;
  /** Hears why nothing is sent for now; nothing is lost by it. */
  readonly onProblem: (error: Error) => void;
}

/** setTimeout takes a longer one for none at all: https://nodejs.org/api/timers.html#settimeoutcallback-delay-args */
export const maxTimerMs = 2 ** 31 - 1;

export class Sender {
  readonly #client: MqttClient;
  /** Each with what watches for its PUBACK. */
  readonly #inFlight = new Map<SealedMessage, NodeJS.Timeout>();
  #whenDue: NodeJS.Timeout | undefined;
  #whenSent: (() => void)[] = [];
  #ended = false;

  constructor(private readonly buffer: MessageBuffer, private readonly options: SenderOptions) {
    this.#client = connect(options.url, options.mqtt);
    this.#client.on('connect', () => {
      // The library sends what was in flight again: it has the whole time anew.
      for (const watch of this.#inFlight.values()) watch.refresh();
      this.send();
    });
    // The library connects again by itself; without a listener the error would end the process.
    this.#client.on('error', options.onProblem);
  }

  /**
   * Publishes what may go now, in order. A message whose readings are further ahead than the service takes (the clock was
   * wrong when they were made) waits for its time, and those behind it do not wait for it.
   */
  send(): void {
    if (this.#ended || !this.#client.connected) return;
    const latestMs = this.options.now() + futureLimitMs;
    for (const message of this.buffer.sealed) {
      if (this.#inFlight.size >= maxPublishesInFlight) return;
      if (!this.#inFlight.has(message) && message.newestMs <= latestMs) void this.#publish(message);
    }
    this.#sendWhenDue();
  }

  /** Resolves when the buffer is empty, or after `waitMs`; what is left stays on disk. */
  async drain(waitMs: number): Promise<void> {
    if (this.buffer.isEmpty) return;
    let timer: NodeJS.Timeout | undefined;
    await new Promise<void>((resolve) => {
      this.#whenSent.push(resolve);
      timer = setTimeout(resolve, waitMs);
    });
    clearTimeout(timer);
  }

  /** What is in flight and not acknowledged is sent again by the next packer of this folder: that is harmless. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#whenDue);
    await this.#client.endAsync(true);
  }

  async #publish(message: SealedMessage): Promise<void> {
    const watch = setInterval(() => { this.#connectAgain(); }, ackTimeoutMs).unref();
    this.#inFlight.set(message, watch);
    try {
      await this.#client.publishAsync(this.options.topic, this.buffer.read(message), { qos: 1 });
      if (this.#ended) return;
      this.buffer.remove(message);
    } catch (error) {
      // It goes with the next connection or the next reading; tried at once it might fail for ever.
      if (!this.#ended) this.options.onProblem(error instanceof Error ? error : new Error(String(error)));
      return;
    } finally {
      clearInterval(watch);
      this.#inFlight.delete(message);
    }
    if (this.buffer.isEmpty) for (const sent of this.#whenSent.splice(0)) sent();
    this.send();
  }

  /** The library sends what is not acknowledged again, in order, when it has a new connection. */
  #connectAgain(): void {
    // Offline nothing is late, and a connection that is being made shall not be cut.
    if (!this.#client.connected) return;
    this.options.onProblem(new Error(`no PUBACK from ${this.options.url} for ${ackTimeoutMs / 1000} s: connecting again`));
    this.#client.stream.destroy();
  }

  #sendWhenDue(): void {
    clearTimeout(this.#whenDue);
    const waiting = this.buffer.sealed.filter((message) => !this.#inFlight.has(message)).map(({ newestMs }) => newestMs);
    if (waiting.length === 0) return;
    const dueInMs = Math.min(...waiting) - futureLimitMs - this.options.now();
    this.#whenDue = setTimeout(() => { this.send(); }, Math.min(Math.max(dueInMs, 0), maxTimerMs)).unref();
  }
}

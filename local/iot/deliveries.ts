/** Every message from the journal to the end of its rules: the broker hands messages in, run-rule carries them out. */
import { publishedTopic } from './basic-ingest';
import type { ActionTargets } from './carry-out';
import { Journal, type UnfinishedMessage } from './journal';
import type { Message } from './message';
import { rulesFor, type Rule } from './rule';
import { runRule, type Log } from './run-rule';

/** How long close() waits for rules that are under way. */
const closeGraceMs = 2000;

/** A device that repeats itself is one line; after this many topics the log says no more. */
const maxReportedTopics = 100;

export class Deliveries {
  /** Replayed messages that no rule wants today: kept until one does, since they were acknowledged. */
  #unwanted: readonly UnfinishedMessage[] = [];
  readonly #inFlight = new Set<Promise<void>>();
  readonly #reportedTopics = new Set<string>();
  #closing = false;

  private constructor(
    private readonly journal: Journal,
    private rules: readonly Rule[],
    private readonly targets: ActionTargets,
    private readonly log: Log,
  ) {}

  /**
   * Opens the journal.
   * @returns with the messages that were not finished when it was last used, for `replay`
   */
  static async open(path: string, rules: readonly Rule[], targets: ActionTargets, log: Log): Promise<{ deliveries: Deliveries; unfinished: readonly UnfinishedMessage[] }> {
    const { journal, unfinished, cutBytes } = await Journal.open(path);
    if (cutBytes > 0) log('journal had a torn end', { cutBytes });
    return { deliveries: new Deliveries(journal, rules, targets, log), unfinished };
  }

  /** Resolves once the message is on disk, or at once when no rule wants it; its rules run on. */
  async accept(message: Message): Promise<void> {
    const wantedBy = rulesFor(this.rules, message);
    if (wantedBy.length > 0) this.#start({ id: await this.journal.append(message), message }, wantedBy);
    else this.#reportUnwanted(message);
  }

  /** On AWS such a message vanishes without a trace; a mistyped topic should not cost an afternoon here. */
  #reportUnwanted({ rule, topic }: Message): void {
    // Of Basic Ingest, whatever follows the name of the rule.
    const unwanted = rule === undefined ? topic : publishedTopic({ rule, topic: '' });
    if (this.#reportedTopics.has(unwanted) || this.#reportedTopics.size >= maxReportedTopics) return;
    this.#reportedTopics.add(unwanted);
    if (rule === undefined) this.log('no rule takes this topic', { topic, rules: this.rules.flatMap(({ statement }) => statement.topicFilter ?? []) });
    else this.log('no rule has this name', { rule, rules: this.rules.map(({ name }) => name) });
  }

  replay(entries: readonly UnfinishedMessage[]): void {
    const wanted = entries.map((entry) => ({ entry, wantedBy: rulesFor(this.rules, entry.message) }));
    this.#unwanted = wanted.filter(({ wantedBy }) => wantedBy.length === 0).map(({ entry }) => entry);
    if (this.#unwanted.length > 0) this.log('messages kept until a rule wants them', { messages: this.#unwanted.length });
    if (this.#unwanted.length < entries.length) this.log('messages replayed', { messages: entries.length - this.#unwanted.length });
    for (const { entry, wantedBy } of wanted) if (wantedBy.length > 0) this.#start(entry, wantedBy);
  }

  /** Messages that are under way end with the rules they met. */
  setRules(rules: readonly Rule[]): void {
    this.rules = rules;
    this.replay(this.#unwanted);
  }

  /** Waits a little for rules that are under way, and leaves the rest to the next start. */
  async close(): Promise<void> {
    let timer: NodeJS.Timeout | undefined;
    const grace = new Promise((resolve) => {
      timer = setTimeout(resolve, closeGraceMs);
    });
    await Promise.race([Promise.allSettled(this.#inFlight), grace]);
    clearTimeout(timer);
    this.#closing = true;
    await this.journal.close();
  }

  #start(entry: UnfinishedMessage, wantedBy: readonly Rule[]): void {
    // What reached the journal while it closes is replayed at the next start.
    if (this.#closing) return;
    const delivered = this.#deliver(entry, wantedBy).finally(() => this.#inFlight.delete(delivered));
    this.#inFlight.add(delivered);
  }

  /** A message is done when all its rules are; if one is not, a replay runs them all again, which IoT allows: at least once. */
  async #deliver({ id, message }: UnfinishedMessage, wantedBy: readonly Rule[]): Promise<void> {
    const isClosing = (): boolean => this.#closing;
    const runs = await Promise.allSettled(wantedBy.map((rule) => runRule(rule, message, this.targets, isClosing, this.log)));
    const failed = runs.find((run) => run.status === 'rejected');
    if (failed === undefined) this.journal.markDone(id);
    else this.log('message kept for the next start', { topic: publishedTopic(message), clientId: message.clientId, reason: String(failed.reason) });
  }
}

/** Runs batch load tasks a few at a time and keeps what becomes of them; owned by batch-loads. */
import { setMaxListeners } from 'node:events';
import type { Buckets } from '../buckets/buckets';
import { messageOf } from '../message-of';
import { atMost } from '../query/at-most';
import { settledWithin } from '../query/settled-within';
import type { Store } from '../store/store';
import type { BatchLoadTask } from './batch-load-task';
import { maxActiveTasks } from './limits';
import { runTask, type RunEnd } from './run-task';
import { putTask } from './stored-tasks';
import { writeReport } from './write-report';

/** Local: one alone keeps the server busy, and another may load while it waits for its bucket. */
const runningTasks = 2;
/** Local: the service's own figure is not published. */
const resumableForMs = 7 * 24 * 3_600_000;
/** A restart repeats at most what was loaded in this time. */
const saveEveryMs = 1000;
/** How long a stop waits for tasks: storing a slice takes far less, but a bucket may never answer. */
const closeGraceMs = 5000;

export interface TaskSurroundings {
  readonly store: Store;
  readonly buckets: Buckets;
  /** The server's clock. */
  readonly nowNs: () => bigint;
  readonly warn: (line: string) => void;
}

export class TaskRunner {
  readonly #surroundings: TaskSurroundings;
  readonly #inTurn = atMost(runningTasks, maxActiveTasks);
  readonly #stopping = new AbortController();
  readonly #runs = new Set<Promise<void>>();

  constructor(surroundings: TaskSurroundings) {
    this.#surroundings = surroundings;
    // Each task that waits for its turn listens, which is no leak.
    setMaxListeners(0, this.#stopping.signal);
  }

  /** Runs the task when it is its turn. */
  start(task: BatchLoadTask): void {
    const run = this.#inTurn(this.#stopping.signal, () => this.#run(task)).catch((cause: unknown) => {
      // One that still waits when the server stops is taken up by the next start.
      if (this.#stopping.signal.aborted) return;
      this.#warn(task, cause);
      // Where it cannot be kept as stopped, it is stopped at least here.
      task.status = 'PROGRESS_STOPPED';
    }).finally(() => this.#runs.delete(run));
    this.#runs.add(run);
  }

  /** For a task that ran when the server ended. */
  async takeUp(task: BatchLoadTask): Promise<void> {
    await this.#stop(task, 'The server ended while the task was active.');
  }

  async save(task: BatchLoadTask): Promise<void> {
    await this.#surroundings.store.keep((connection) => putTask(connection, task));
  }

  /** Stops the tasks that run where they are. */
  async close(): Promise<void> {
    this.#stopping.abort(new Error('The server stops.'));
    await settledWithin(Promise.all(this.#runs), closeGraceMs);
  }

  async #run(task: BatchLoadTask): Promise<void> {
    if (task.errorMessage !== undefined) task.errors.removeTaskError(task.errorMessage);
    delete task.errorMessage;
    delete task.resumableUntilMs;
    await this.#change(task, 'IN_PROGRESS');
    const end = await this.#load(task);
    if (end.kind !== 'done') noteReason(task, end.reason);
    if (end.kind === 'stopped' && end.cause !== undefined) this.#warn(task, end.cause);
    const written = await this.#report(task);
    if (end.kind === 'stopped') await this.#stop(task, end.reason);
    else if (written !== undefined) await this.#stop(task, written);
    else await this.#change(task, task.errors.isEmpty ? 'SUCCEEDED' : 'FAILED');
  }

  async #load(task: BatchLoadTask): Promise<RunEnd> {
    const { store, buckets, nowNs } = this.#surroundings;
    const table = store.databases.tableById(task.tableId);
    if (table === undefined) return { kind: 'failed', reason: `The table ${task.request.TargetTableName} does not exist any more.` };
    return runTask({ task, table, store, buckets, nowNs, save: this.#saveNowAndThen(task), signal: this.#stopping.signal });
  }

  /** @returns why it cannot be written, when it cannot */
  async #report(task: BatchLoadTask): Promise<string | undefined> {
    return writeReport(task, this.#surroundings.buckets).then(() => undefined, (cause: unknown) => `The error report cannot be written: ${messageOf(cause)}`);
  }

  async #stop(task: BatchLoadTask, reason: string): Promise<void> {
    noteReason(task, reason);
    task.resumableUntilMs = this.#nowMs() + resumableForMs;
    await this.#change(task, 'PROGRESS_STOPPED');
  }

  /** Shows the status once it is kept. */
  async #change(task: BatchLoadTask, status: BatchLoadTask['status']): Promise<void> {
    const change = { status, updatedMs: this.#nowMs() };
    await this.save({ ...task, ...change });
    Object.assign(task, change);
  }

  #saveNowAndThen(task: BatchLoadTask): () => Promise<void> {
    let savedAt = performance.now();
    return async () => {
      if (performance.now() - savedAt < saveEveryMs) return;
      await this.save(task);
      savedAt = performance.now();
    };
  }

  #warn({ taskId }: BatchLoadTask, cause: unknown): void {
    this.#surroundings.warn(`the batch load task ${taskId} was stopped: ${cause instanceof Error ? cause.stack : cause}`);
  }

  #nowMs(): number {
    return Number(this.#surroundings.nowNs() / 1_000_000n);
  }
}

function noteReason(task: BatchLoadTask, reason: string): void {
  task.errorMessage = reason;
  task.errors.addTaskError(reason);
}

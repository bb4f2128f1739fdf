/** The batch load tasks of a server: created once each, found, listed, resumed; the four operations are its calls, task-runner does the work. */
import { randomBytes } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import type { ListedObject } from '../buckets/buckets';
import { ServiceError } from '../errors';
import type { Table } from '../store/table';
import type { BatchLoadRequest } from './batch-load-request';
import { isActive, newBatchLoadTask, type BatchLoadTask } from './batch-load-task';
import type { DataModel } from './data-model';
import { maxActiveTasks, maxActiveTasksPerTable } from './limits';
import { createTaskTable, readTasks } from './stored-tasks';
import { TaskRunner, type TaskSurroundings } from './task-runner';

/** What a new task needs beside its request. */
export interface PreparedTask {
  readonly table: Table;
  readonly dataModel: DataModel;
  readonly files: readonly ListedObject[];
}

interface Creation {
  readonly request: BatchLoadRequest;
  readonly task: Promise<BatchLoadTask>;
}

export class BatchLoads {
  readonly #runner: TaskRunner;
  readonly #nowNs: () => bigint;
  /** In the order of creation. */
  readonly #tasks = new Map<string, BatchLoadTask>();
  /** By client token, also those that are being made. */
  readonly #creations = new Map<string, Creation>();

  private constructor(surroundings: TaskSurroundings) {
    this.#runner = new TaskRunner(surroundings);
    this.#nowNs = surroundings.nowNs;
  }

  /** Takes up the tasks that the store keeps; those that ran when the server ended are stopped now. */
  static async open(surroundings: TaskSurroundings): Promise<BatchLoads> {
    const loads = new BatchLoads(surroundings);
    const tasks = await surroundings.store.keep(async (connection) => {
      await createTaskTable(connection);
      return readTasks(connection);
    });
    for (const task of tasks) {
      loads.#tasks.set(task.taskId, task);
      if (task.clientToken !== undefined) loads.#creations.set(task.clientToken, { request: task.request, task: Promise.resolve(task) });
      if (isActive(task)) await loads.#runner.takeUp(task);
    }
    return loads;
  }

  /**
   * @param prepare looks at what the request names; not asked for a token that is known
   * @throws ServiceError ConflictException for a token that came with other parameters, ServiceQuotaExceededException
   */
  async create(clientToken: string | undefined, request: BatchLoadRequest, prepare: () => Promise<PreparedTask>): Promise<BatchLoadTask> {
    if (clientToken === undefined) return this.#create({ request }, prepare);
    const known = this.#creations.get(clientToken);
    if (known !== undefined) {
      if (isDeepStrictEqual(known.request, request)) return known.task;
      throw new ServiceError('ConflictException', 'The client token was used before with other parameters.');
    }
    const task = this.#create({ request, clientToken }, prepare);
    this.#creations.set(clientToken, { request, task });
    // What failed may be tried again.
    task.catch(() => this.#creations.delete(clientToken));
    return task;
  }

  /** @throws ServiceError ResourceNotFoundException */
  get(taskId: string): BatchLoadTask {
    const task = this.#tasks.get(taskId);
    if (!task) throw new ServiceError('ResourceNotFoundException', `The batch load task ${taskId} does not exist.`);
    return task;
  }

  /** The newest first. */
  list(): readonly BatchLoadTask[] {
    return [...this.#tasks.values()].reverse();
  }

  /** @throws ServiceError ResourceNotFoundException; ValidationException when it is not stopped, or was for too long */
  async resume(taskId: string): Promise<void> {
    const task = this.get(taskId);
    if (task.status !== 'PROGRESS_STOPPED') throw invalid(`The batch load task ${taskId} is ${task.status}; only one that is PROGRESS_STOPPED can be resumed.`);
    if (task.resumableUntilMs !== undefined && task.resumableUntilMs < this.#nowMs()) throw invalid(`The batch load task ${taskId} was stopped for too long to be resumed.`);
    const problem = this.#quotaProblem(task.request);
    if (problem !== undefined) throw invalid(problem);
    // At once: it is resumed only once.
    task.status = 'PENDING_RESUME';
    await this.#runner.save(task);
    this.#runner.start(task);
  }

  /** Stops the tasks that run; they can be resumed after the next start. */
  async close(): Promise<void> {
    await this.#runner.close();
  }

  async #create(given: Pick<BatchLoadTask, 'request' | 'clientToken'>, prepare: () => Promise<PreparedTask>): Promise<BatchLoadTask> {
    const { table, dataModel, files } = await prepare();
    const problem = this.#quotaProblem(given.request);
    if (problem !== undefined) throw new ServiceError('ServiceQuotaExceededException', problem);
    const task = newBatchLoadTask({ ...given, taskId: newTaskId(), number: this.#nextNumber(), dataModel, files, tableId: table.id, createdMs: this.#nowMs() });
    // At once: requests that come meanwhile count it.
    this.#tasks.set(task.taskId, task);
    try {
      await this.#runner.save(task);
    } catch (cause) {
      this.#tasks.delete(task.taskId);
      throw cause;
    }
    this.#runner.start(task);
    return task;
  }

  #quotaProblem({ TargetDatabaseName, TargetTableName }: BatchLoadRequest): string | undefined {
    const active = [...this.#tasks.values()].filter(isActive);
    if (active.length >= maxActiveTasks) return `There are ${maxActiveTasks} active batch load tasks already.`;
    const ofTable = active.filter(({ request }) => request.TargetDatabaseName === TargetDatabaseName && request.TargetTableName === TargetTableName);
    return ofTable.length >= maxActiveTasksPerTable ? `The table ${TargetTableName} has ${maxActiveTasksPerTable} active batch load tasks already.` : undefined;
  }

  #nextNumber(): number {
    return ([...this.#tasks.values()].at(-1)?.number ?? 0) + 1;
  }

  #nowMs(): number {
    return Number(this.#nowNs() / 1_000_000n);
  }
}

/** As the service's look in its guide. */
function newTaskId(): string {
  return randomBytes(16).toString('hex').toUpperCase();
}

function invalid(message: string): ServiceError {
  return new ServiceError('ValidationException', message);
}

/** Keeps batch load tasks in DuckDB, so that they outlive the server; used by batch-loads. */
import type { DuckDBConnection } from '@duckdb/node-api';
import { taskFromJson, type BatchLoadTask } from './batch-load-task';

export async function createTaskTable(connection: DuckDBConnection): Promise<void> {
  await connection.run('CREATE TABLE IF NOT EXISTS batch_load_tasks (task_id VARCHAR, task VARCHAR)');
}

/** In the order of creation. */
export async function readTasks(connection: DuckDBConnection): Promise<readonly BatchLoadTask[]> {
  const reader = await connection.runAndReadAll('SELECT task FROM batch_load_tasks');
  // What putTask wrote.
  return reader.getRows().map(([task]) => taskFromJson(task as string)).sort((a, b) => a.number - b.number);
}

export async function putTask(connection: DuckDBConnection, task: BatchLoadTask): Promise<void> {
  await connection.run('DELETE FROM batch_load_tasks WHERE task_id = $1', [task.taskId]);
  await connection.run('INSERT INTO batch_load_tasks VALUES ($1, $2)', [task.taskId, JSON.stringify(task)]);
}

/** The connections that statements read through, each in a transaction of its own; part of the store. */
import type { DuckDBConnection, DuckDBInstance, DuckDBPreparedStatement } from '@duckdb/node-api';
import type { Gate } from './gate';
import type { Readers } from './readers';

/** Each query takes two: one for its rows, one to count what it reads. */
const maxIdleConnections = 8;

export class Connections {
  /** Opening one takes a part of a millisecond, which short queries would notice. */
  readonly #idle: DuckDBConnection[] = [];
  /** Those that are being made ready for the next query. */
  readonly #restarting = new Set<Promise<void>>();
  #isClosed = false;

  constructor(private readonly instance: DuckDBInstance, private readonly gate: Gate, private readonly readers: Readers) {}

  async connect(): Promise<DuckDBConnection> {
    const idle = this.#idle.pop();
    if (idle) return idle;
    const connection = await this.instance.connect();
    await connection.run('BEGIN');
    return connection;
  }

  /** DuckDB takes the snapshot of a transaction while it prepares the first statement. */
  prepare(connection: DuckDBConnection, sql: () => string): Promise<DuckDBPreparedStatement> {
    return this.gate.pass(() => {
      this.readers.begin(connection);
      return connection.prepare(sql());
    });
  }

  release(connection: DuckDBConnection): Promise<void> {
    const restarted = this.#restart(connection).finally(() => this.#restarting.delete(restarted));
    this.#restarting.add(restarted);
    return restarted;
  }

  discard(connection: DuckDBConnection): void {
    connection.closeSync();
    this.readers.end(connection);
  }

  /** DuckDB keeps its file while anything is connected. */
  async close(): Promise<void> {
    this.#isClosed = true;
    await Promise.all(this.#restarting);
    for (const idle of this.#idle.splice(0)) idle.closeSync();
  }

  /** The next transaction begins beforehand: a query shall not wait for it. Until its first statement it holds nothing. */
  async #restart(connection: DuckDBConnection): Promise<void> {
    try {
      await connection.run('COMMIT; BEGIN');
    } catch {
      // It only read, so nothing is lost with it.
      return this.discard(connection);
    }
    this.readers.end(connection);
    if (!this.#isClosed && this.#idle.length < maxIdleConnections) this.#idle.push(connection);
    else connection.closeSync();
  }
}

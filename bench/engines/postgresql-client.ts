/** As much of PostgreSQL's protocol as the benchmark needs: simple queries and COPY. https://www.postgresql.org/docs/15/protocol.html */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const PROTOCOL_VERSION = 196_608;

export interface Column {
  readonly name: string;
  readonly type: number;
}

export interface TableResult {
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly (string | null)[])[];
  readonly bytes: number;
}

export class PostgresqlClient {
  readonly #socket: Socket;
  readonly #waiting: (() => void)[] = [];
  #received: Buffer = Buffer.alloc(0);
  #chunks: Buffer[] = [];
  #failure: Error | undefined;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const wake = () => { for (const resume of this.#waiting.splice(0)) resume(); };
    socket.on('data', (chunk: Buffer) => {
      this.#chunks.push(chunk);
      wake();
    });
    socket.on('error', (error) => {
      this.#failure = error;
      wake();
    });
    socket.on('close', () => {
      this.#failure ??= new Error('PostgreSQL closed the connection');
      wake();
    });
  }

  static async connect(port: number, user: string): Promise<PostgresqlClient> {
    const socket = connect(port, '127.0.0.1');
    await once(socket, 'connect');
    socket.setNoDelay(true);
    const client = new PostgresqlClient(socket);
    const parameters = Buffer.from(`user\0${user}\0database\0postgres\0\0`);
    const start = Buffer.alloc(8);
    start.writeInt32BE(8 + parameters.length, 0);
    start.writeInt32BE(PROTOCOL_VERSION, 4);
    socket.write(Buffer.concat([start, parameters]));
    await client.#result();
    return client;
  }

  query(sql: string): Promise<TableResult> {
    this.#send('Q', Buffer.from(`${sql}\0`));
    return this.#result();
  }

  async copy(sql: string, lines: Iterable<string>): Promise<void> {
    this.#send('Q', Buffer.from(`${sql}\0`));
    for (const text of lines) {
      if (!this.#send('d', Buffer.from(text))) await once(this.#socket, 'drain');
    }
    this.#send('c', Buffer.alloc(0));
    await this.#result();
  }

  close(): void {
    this.#send('X', Buffer.alloc(0));
    this.#socket.end();
  }

  #send(kind: string, body: Buffer): boolean {
    const head = Buffer.alloc(5, kind);
    head.writeInt32BE(body.length + 4, 1);
    this.#socket.write(head);
    return this.#socket.write(body);
  }

  /** Reads messages until the server is ready for the next statement. */
  async #result(): Promise<TableResult> {
    let columns: readonly Column[] = [];
    const rows: (string | null)[][] = [];
    let bytes = 0;
    let failure: Error | undefined;
    for (;;) {
      const { kind, body } = await this.#message();
      bytes += body.length;
      if (kind === 'T') columns = columnsOf(body);
      else if (kind === 'D') rows.push(rowOf(body));
      else if (kind === 'E') failure = new Error(`PostgreSQL: ${body.toString().replaceAll('\0', ' ')}`);
      else if (kind === 'Z') break;
    }
    if (failure) throw failure;
    return { columns, rows, bytes };
  }

  async #message(): Promise<{ kind: string; body: Buffer }> {
    for (;;) {
      const received = this.#received;
      if (received.length >= 5) {
        const end = received.readInt32BE(1) + 1;
        if (received.length >= end) {
          this.#received = received.subarray(end);
          return { kind: String.fromCharCode(received[0] ?? 0), body: received.subarray(5, end) };
        }
      }
      if (this.#chunks.length === 0) {
        if (this.#failure) throw this.#failure;
        await new Promise<void>((resolve) => this.#waiting.push(resolve));
      }
      this.#received = Buffer.concat([this.#received, ...this.#chunks]);
      this.#chunks = [];
    }
  }
}

function columnsOf(body: Buffer): readonly Column[] {
  const columns: Column[] = [];
  for (let at = 2; at < body.length;) {
    const end = body.indexOf(0, at);
    columns.push({ name: body.toString('utf8', at, end), type: body.readInt32BE(end + 7) });
    at = end + 19;
  }
  return columns;
}

function rowOf(body: Buffer): (string | null)[] {
  const values: (string | null)[] = [];
  let at = 2;
  for (let count = body.readInt16BE(0); count > 0; count -= 1) {
    const length = body.readInt32BE(at);
    values.push(length < 0 ? null : body.toString('latin1', at + 4, at + 4 + length));
    at += 4 + Math.max(length, 0);
  }
  return values;
}

/** PostgreSQL: a table of tags and a table of readings with the two indexes that TSBS gives it. */
import { execFileSync } from 'node:child_process';
import { chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { metrics, tags, type Dataset } from '../devops/dataset';
import { ChildServer, findProgram, freePort } from './child-server';
import type { AnswerRow, Engine } from './engine';
import { PostgresqlClient, type TableResult } from './postgresql-client';

/** It refuses to run as root; then it runs as Debian's `nobody`. */
const nobody = { uid: 65_534, gid: 65_534 };
const USER = 'bench';

/** Types by their number in PostgreSQL's catalog. */
const TEXT = 25;
const TIME = 1114;

/** @throws EngineMissing */
export async function startPostgresql(): Promise<Engine> {
  const program = findProgram('postgres');
  const folder = mkdtempSync(join(tmpdir(), 'bench-postgresql-'));
  const user = process.getuid?.() === 0 ? nobody : undefined;
  if (user) chownSync(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  execFileSync(join(dirname(program), 'initdb'), ['-D', data, '-U', USER, '--auth=trust', '--no-locale', '--encoding=UTF8'], { stdio: 'pipe', cwd: folder, ...user });
  const port = await freePort();
  const server = await ChildServer.start({
    program,
    args: ['-D', data, '-p', String(port), '-c', 'listen_addresses=127.0.0.1', '-c', `unix_socket_directories=${folder}`, '-c', 'shared_buffers=1GB', '-c', 'work_mem=64MB', '-c', 'timezone=UTC', '-c', 'jit=off'],
    ...(user && { user }),
    isReady: async () => (await PostgresqlClient.connect(port, USER)).close(),
  });
  const client = await PostgresqlClient.connect(port, USER);
  return {
    name: 'postgresql',
    version: execFileSync(program, ['--version'], { encoding: 'utf8' }).trim(),
    load: (dataset) => load(dataset, client),
    ask: async (text) => {
      const result = await client.query(text);
      const rows = decoded(result);
      return { bytes: result.bytes, rows: () => rows.map((row) => rowOf(result, row)) };
    },
    peakMemoryBytes: () => server.peakMemoryBytes(),
    close: async () => {
      client.close();
      await server.stop();
      rmSync(folder, { recursive: true });
    },
  };
}

async function load(dataset: Dataset, client: PostgresqlClient): Promise<void> {
  await client.query(`CREATE TABLE tags (id integer PRIMARY KEY, ${tags.map((tag) => `${tag} text`).join(', ')})`);
  await client.query(`CREATE TABLE cpu (time timestamp NOT NULL, tags_id integer NOT NULL, ${metrics.map((metric) => `${metric} double precision`).join(', ')})`);
  await client.copy('COPY tags FROM STDIN', dataset.hosts.map((host, id) => `${[id, ...tags.map((tag) => host[tag])].join('\t')}\n`));
  await client.copy('COPY cpu FROM STDIN', copyLines(dataset));
  await client.query('CREATE INDEX ON cpu (tags_id, time DESC)');
  await client.query('CREATE INDEX ON cpu (time DESC)');
  await client.query('VACUUM ANALYZE');
}

function* copyLines({ readings }: Dataset): Generator<string> {
  for (const { timeMs, values } of readings()) {
    const time = new Date(timeMs).toISOString().slice(0, -1);
    yield values.map((host, id) => `${time}\t${id}\t${host.join('\t')}\n`).join('');
  }
}

/** Numbers as numbers, as a client library hands them out. */
function decoded({ columns, rows }: TableResult): readonly (readonly (string | number | null)[])[] {
  return rows.map((row) => row.map((text, index) => {
    const type = columns[index]?.type;
    return text === null || type === TEXT || type === TIME ? text : Number(text);
  }));
}

function rowOf({ columns }: TableResult, row: readonly (string | number | null)[]): AnswerRow {
  return Object.fromEntries(columns.map(({ name, type }, index) => (
    type === TIME ? ['time', Date.parse(`${String(row[index]).replace(' ', 'T')}Z`)] : [name, row[index] ?? ''])));
}

// private: server CPU microseconds per request, ours and parse-only
import { readFileSync, mkdtempSync } from 'node:fs';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { startClient } from './writes/client-process';
import { httpCall } from './engines/http-client';
import { freePort } from './engines/child-server';
const here = __dirname;
const cpuMs = (pid: number) => { const f = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]!.split(' '); return (Number(f[11]) + Number(f[12])) * 10; };
const up = async (url: string) => { for (;;) { if (await httpCall({ url, method: 'GET' }).then(() => true, (e) => !String(e).includes('ECONNREFUSED'))) return; await new Promise(r => setTimeout(r, 100)); } };
async function main() {
  const forms = (process.argv[2] ?? 'iot,devops').split(',') as any[];
  const rounds = Number(process.argv[3] ?? 6);
  const client = startClient();
  const [p1, p2] = [await freePort(), await freePort()];
  const entry = process.env.ENTRY ?? join(here, '../local/timestream/main.ts');
  const prof = process.env.PROF ? ['--cpu-prof', `--cpu-prof-dir=${process.env.PROF}`] : [];
  const own = spawn(process.execPath, [...prof, ...(process.env.NODEOPT?.split(' ') ?? []), '--import', 'tsx', entry, '--port', String(p1), '--data', mkdtempSync('/tmp/speed/data-')], { stdio: 'inherit' });
  const ref = spawn(process.execPath, ['--import', 'tsx', join(here, 'writes/parse-only-server.ts'), String(p2)], { stdio: 'inherit' });
  const [u1, u2] = [`http://127.0.0.1:${p1}/`, `http://127.0.0.1:${p2}/`];
  const call = (op: string, body: object) => httpCall({ url: u1, body: JSON.stringify(body), headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': `Timestream_20181101.${op}` } });
  await up(u1); await new Promise(r => setTimeout(r, 1500));
  await call('CreateDatabase', { DatabaseName: 'benchmark' });
  for (const TableName of ['iot', 'iot-common', 'devops']) await call('CreateTable', { DatabaseName: 'benchmark', TableName, RetentionProperties: { MemoryStoreRetentionPeriodInHours: 24, MagneticStoreRetentionPeriodInDays: 7 } });
  const startMs = Date.now() - 23 * 3600_000;
  for (const form of forms) { const requests = form === 'devops' ? 1000 : 2000;
    for (let round = 0; round < rounds; round++) {
      await client.carryOut({ kind: 'make', order: { form, round, requests, startMs } });
      const line: string[] = [];
      for (const [name, url, pid] of [['ours', u1, own.pid!], ['parse', u2, ref.pid!]] as const) {
        const c0 = cpuMs(pid), t0 = performance.now();
        await client.carryOut({ kind: 'send', order: { url, inFlight: form === 'devops' ? 8 : 16, headers: { 'content-type': 'application/x-amz-json-1.0', 'x-amz-target': 'Timestream_20181101.WriteRecords' } } });
        const ms = performance.now() - t0;
        if (name === 'ours') await call('Query', { QueryString: `SELECT count(*) FROM "benchmark"."${form}"` });
        line.push(`${name} ${(requests * 100 / ms).toFixed(0)}k/s cpu ${((cpuMs(pid) - c0) / requests * 1000).toFixed(0)}us/req`);
      }
      console.log(form, line.join('  |  '));
    } }
  const { readdirSync } = require('node:fs');
  for (const t of readdirSync(`/proc/${own.pid}/task`)) { const f = readFileSync(`/proc/${own.pid}/task/${t}/stat`, 'utf8'); const r = f.split(') ')[1]!.split(' '); console.log(t, f.slice(f.indexOf('('), f.indexOf(')') + 1), 'user', Number(r[11]) * 10, 'sys', Number(r[12]) * 10); }
  console.log('hwm', /VmHWM:.*/.exec(readFileSync(`/proc/${own.pid}/status`, 'utf8'))?.[0]);
  own.kill('SIGINT'); ref.kill('SIGINT'); await client.close();
}
main();

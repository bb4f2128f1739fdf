/** The queue of asynchronous events: what it has accepted comes to its end, whatever happens to the process between. */
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as fc from 'fast-check';
import { EventQueue, type QueuedEvent } from '../../../local/lambda/event-queue';
import { until } from './function-under-test';

let folder: string;
const lines: string[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'events-'));
  lines.length = 0;
});
afterEach(() => { rmSync(folder, { recursive: true }); });

const open = () => EventQueue.open({ folder, now: () => 1234, log: (line) => { lines.push(line); } });

it('delivers an event with what is known of it, and forgets it', async () => {
  const queue = await open();
  const delivered: QueuedEvent[] = [];
  queue.deliverTo((event) => { delivered.push(event); return Promise.resolve(); });
  await queue.accept('arn', { n: 1 });
  await until(() => readdirSync(folder).length === 0);
  expect(delivered).toEqual([{ requestId: expect.any(String) as string, functionArn: 'arn', receivedAt: 1234, event: { n: 1 } }]);
  await queue.close();
});

it('keeps what could not be settled for the next start, with its id and time', async () => {
  const queue = await open();
  queue.deliverTo(() => Promise.reject(new Error('the runner is closed')));
  await queue.accept('arn', { n: 1 });
  await until(() => lines.length > 0);
  await queue.close();
  expect(lines[0]).toMatch(/^the event [0-9a-f-]{36} of arn is kept for the next start: Error: the runner is closed$/);
  const next = await open();
  const delivered: QueuedEvent[] = [];
  next.deliverTo((event) => { delivered.push(event); return Promise.resolve(); });
  await until(() => readdirSync(folder).length === 0);
  expect(delivered).toMatchObject([{ functionArn: 'arn', receivedAt: 1234, event: { n: 1 } }]);
  await next.close();
});

it('drops what a crash left half written, since nobody was told that it was accepted', async () => {
  writeFileSync(join(folder, 'a.json.new'), '{"requestId":');
  await (await open()).close();
  expect(readdirSync(folder)).toEqual([]);
});

it('says which file it cannot read', async () => {
  writeFileSync(join(folder, 'a.json'), '{');
  await expect(open()).rejects.toThrow(`the asynchronous event ${join(folder, 'a.json')} cannot be read`);
});

it('settles every accepted event at least once, over any number of restarts', async () => {
  await fc.assert(fc.asyncProperty(fc.array(fc.array(fc.boolean(), { maxLength: 5 }), { minLength: 1, maxLength: 4 }), async (runs) => {
    const settled = new Set<unknown>();
    let accepted = 0;
    for (const fates of [...runs, []]) {
      const queue = await open();
      const left = [...fates];
      // Whatever comes when the fates are used up is settled.
      queue.deliverTo(({ event }) => (left.pop() === false ? Promise.reject(new Error('by a test')) : Promise.resolve(void settled.add(event))));
      for (let index = 0; index < fates.length; index += 1) await queue.accept('arn', (accepted += 1));
      await queue.close();
    }
    expect(settled.size).toBe(accepted);
    expect(readdirSync(folder)).toEqual([]);
  }), { numRuns: 20 });
});

/** What is made once per run of jest: by the first that asks, for all of them, failures too. */
import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { oncePerRun } from './once-per-run';

it('is made by the first that asks, and all get it when it is whole', async () => {
  const name = randomUUID();
  let made = 0;
  const ask = () => oncePerRun(name, async (folder) => {
    made += 1;
    await Promise.resolve();
    writeFileSync(join(folder, 'whole'), 'yes');
  }).then((folder) => readFileSync(join(folder, 'whole'), 'utf8'));
  expect(await Promise.all([ask(), ask(), ask()])).toEqual(['yes', 'yes', 'yes']);
  expect(await ask()).toBe('yes');
  expect(made).toBe(1);
});

it('fails for everyone when it could not be made', async () => {
  const name = randomUUID();
  const fail = () => oncePerRun(name, () => { throw new Error('no space'); });
  expect(await Promise.allSettled([fail(), fail()])).toMatchObject([1, 2].map(() => ({ status: 'rejected', reason: { message: 'Error: no space' } })));
  await expect(oncePerRun(name, () => undefined)).rejects.toThrow('no space');
});

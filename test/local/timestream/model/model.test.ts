/**
 * Random sequences of writes, changes of tables, hours that pass, moved days, stops and kills: after each of them every answer of
 * the server is that of a simple model. TIDEGAUGE_TEST_LONG=1 runs many of a new seed, which a failure prints.
 */
import fc from 'fast-check';
import { buildServer } from '../built-server';
import { endServerProcesses } from '../server-process';
import { removeTemporaryFolders } from '../temporary-folder';
import { createTable } from './commands';
import { databaseName, Model } from './model';
import { stepArbitraries } from './random-steps';
import { openInProcess, openProcess, type OpenSubject } from './subject';

const isLong = process.env.TIDEGAUGE_TEST_LONG !== undefined;
const startNs = BigInt(Date.UTC(2026, 5, 1, 10, 30)) * 1_000_000n;

jest.setTimeout(isLong ? 7_200_000 : 300_000);

afterAll(async () => {
  await endServerProcesses();
  removeTemporaryFolders();
});

const firstTable = createTable('First', { memoryHours: 6, magneticDays: 5, takesLate: true, partitionKey: undefined });

function agrees(open: OpenSubject, fromNs: bigint, numRuns: number, maxCommands: number): Promise<void> {
  return fc.assert(fc.asyncProperty(fc.commands(stepArbitraries, { maxCommands, size: 'max' }), async (steps) => {
    const model = new Model(fromNs);
    const subject = await open(() => model.nowNs);
    try {
      await subject.call('CreateDatabase', { DatabaseName: databaseName });
      await firstTable.run(model, subject);
      await fc.asyncModelRun(() => ({ model, real: subject }), steps);
    } finally {
      await subject.close();
    }
  }), { numRuns, ...(!isLong && { seed: 1 }) });
}

test('whatever happens, a server answers as the model does', () => agrees(openInProcess, startNs, isLong ? 500 : 15, isLong ? 60 : 30));

test('so does one in a process of its own, when that is killed', () => agrees(openProcess(buildServer()), BigInt(Date.now()) * 1_000_000n, isLong ? 40 : 2, isLong ? 60 : 25));

import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';

const root = join(__dirname, '../../..');

/** Runs until it is told to stop, which then takes as long as the promise of `stop`. */
async function start(stop: string): Promise<ChildProcess> {
  const program = `
    const { stopOnSignals } = require('./local/start/stop-on-signals');
    stopOnSignals(${stop}, () => process.exit(7));
    setInterval(() => undefined, 1000);
    console.log('runs');
  `;
  const child = spawn(process.execPath, ['--import', 'tsx', '-e', program], { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  return child;
}

describe('a program that stops on signals', () => {
  it.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('stops in order on %s', async (signal) => {
    const child = await start('async () => { console.log("stopped"); }');
    let printed = '';
    child.stdout?.on('data', (text: Buffer) => { printed += text.toString(); });
    child.kill(signal);
    expect(await once(child, 'close')).toEqual([0, null]);
    expect(printed).toBe('stopped\n');
  });

  it('stops at once when it is told again', async () => {
    const child = await start('() => new Promise(() => undefined)');
    const again = setInterval(() => child.kill('SIGINT'), 50);
    expect(await once(child, 'exit')).toEqual([130, null]);
    clearInterval(again);
  });

  it('says that it could not stop in order', async () => {
    const child = await start('() => Promise.reject(new Error("no"))');
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([7, null]);
  });
});

/** The packer's Python twin behaves as the packer does: the same bytes to the same topics, from the same folder. */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import { startPacker } from '../../device/index';
import { TestBroker } from './mqtt-broker';

const python = '/usr/bin/python3';
const start = Date.parse('2026-05-01T08:30:00Z');
const examples = join(__dirname, '../../examples');

const hasPaho = existsSync(python) && spawnSync(python, ['-c', 'import paho.mqtt.client']).status === 0;
if (!hasPaho) console.warn(`skipped: the Python packer needs ${python} with python3-paho-mqtt`);
const ifPaho = hasPaho ? it : it.skip;

let broker: TestBroker;
let folder: string;

beforeEach(async () => {
  broker = new TestBroker();
  await broker.start();
  folder = mkdtempSync(join(tmpdir(), 'tidegauge-device-'));
});

afterEach(async () => {
  await broker.stop();
  rmSync(folder, { recursive: true });
});

/** Runs lines of Python in which `packer` is a packer of the folder, and `clock[0]` its time. */
async function inPython(lines: string, more = ''): Promise<void> {
  const program = `
import sys
sys.dont_write_bytecode = True
sys.path.insert(0, ${JSON.stringify(examples)})
from device import Packer
clock = [${start}]
problems = []
packer = Packer('sensors/s-1/telemetry', ${JSON.stringify(folder)}, port=${new URL(broker.url).port}, now=lambda: clock[0]${more})
${lines}
`;
  const child = spawn(python, ['-c', program], { stdio: ['ignore', 'ignore', 'pipe'] });
  const [errors, status] = await Promise.all([text(child.stderr), new Promise((resolve) => child.once('close', resolve))]);
  expect({ errors, status }).toEqual({ errors: '', status: 0 });
}

ifPaho('sends the same messages as the packer of tidegauge/device', async () => {
  const reading = { deviceId: 'dev-000001', site: 'wärmepumpe 7', temperature: 21.53, battery: 87 };
  await inPython(`
for n in range(200):
    packer.add(${JSON.stringify(reading)}, clock[0] + n)
packer.close()`);
  const ofPython = broker.published.splice(0);
  const packer = startPacker({ url: broker.url, topic: 'sensors/s-1/telemetry', folder, now: () => start });
  for (let n = 0; n < 200; n += 1) packer.add(reading, start + n);
  await packer.close();
  expect(ofPython).toEqual(broker.published);
  expect(ofPython.length).toBeGreaterThan(1);
});

ifPaho('publishes to the rule itself with Basic Ingest, and sends a message that is not full after the wait', async () => {
  await inPython(`
packer.add({'temperature': 21})
while packer.sealed or packer.file:
    pass
packer.close()`, ", rule='a_rule', max_wait_s=0.01");
  expect(broker.published).toEqual([{ topic: '$aws/rules/a_rule/sensors/s-1/telemetry', payload: `[{"temperature":21,"ts":${start}}\n]` }]);
});

ifPaho('takes over what an earlier run has left, in order, but for a line that was never whole', async () => {
  writeFileSync(join(folder, `000000000007-${start}.json`), `[{"temperature":1,"ts":${start}}\n`);
  writeFileSync(join(folder, 'open'), `[{"temperature":2,"ts":${start}}\n,{"temperature":3`);
  await inPython("packer.add({'temperature': 4})\npacker.close()");
  expect(broker.readings().map(({ temperature }) => temperature)).toEqual([1, 2, 4]);
  expect(readdirSync(folder)).toEqual([]);
});

ifPaho('takes over what is whole in front of what a power cut has spoilt', async () => {
  writeFileSync(join(folder, 'open'), `[{"temperature":1,"ts":${start}}\n\0\0\0\0,{"temperature":2,"ts":${start}}\n`);
  await inPython('packer.close()');
  expect(broker.readings().map(({ temperature }) => temperature)).toEqual([1]);
  expect(readdirSync(folder)).toEqual([]);
});

ifPaho('takes no part of a reading that the disk has no room for, and goes on when a message could not be completed', async () => {
  await inPython(`
import os, pathlib, resource
unlimited = resource.getrlimit(resource.RLIMIT_FSIZE)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, unlimited[1]))
for reading in ({'text': 'x' * 200}, {'temperature': 1}, {'text': 'x' * 200}):
    try:
        packer.add(reading)
    except OSError:
        pass
resource.setrlimit(resource.RLIMIT_FSIZE, unlimited)
rename = pathlib.Path.rename
def full(path, target):
    pathlib.Path.rename = rename
    raise OSError('no space left on device')
pathlib.Path.rename = full
packer.max_wait_s = 0
while not problems:
    pass
packer.add({'temperature': 2})
packer.close()
assert [str(problem) for problem in problems] == ['no space left on device'], problems`, ', on_problem=problems.append');
  expect(broker.readings().map(({ temperature }) => temperature)).toEqual([1, 2]);
});

ifPaho('connects anew for each time that a PUBACK does not come', async () => {
  broker.isSilent = true;
  const sent = inPython(`
import device
device.ACK_S = 0.2
packer.client.reconnect_delay_set(0.05, 0.05)
packer.add({'temperature': 1})
packer.close(20)
assert not packer.sealed`);
  let ended = false;
  void sent.catch(() => undefined).then(() => { ended = true; });
  while (broker.published.length < 3 && !ended) await pause(5);
  broker.isSilent = false;
  await sent;
  expect(new Set(broker.readings().map(({ temperature }) => temperature))).toEqual(new Set([1]));
});

ifPaho('waits at its close for what is being sealed', async () => {
  await inPython(`
import os, time
truncate = os.truncate
def slow(*args):
    time.sleep(0.3)
    truncate(*args)
os.truncate = slow
packer.add({'temperature': 1})
packer.close(20)`);
  expect(broker.readings().map(({ temperature }) => temperature)).toEqual([1]);
  expect(readdirSync(folder)).toEqual([]);
});

ifPaho('can be closed by whoever is told of a problem', async () => {
  await inPython(`
import pathlib
def full(path, target):
    raise OSError('no space left on device')
pathlib.Path.rename = full
packer.on_problem = lambda error: problems.append(str(error)) or packer.close()
packer.add({'temperature': 1})
packer.max_wait_s = 0
packer.worker.join(20)
assert packer.ended and problems == ['no space left on device'], problems`);
  expect(readdirSync(folder)).toEqual(['open']);
});

ifPaho('holds back what is more than 15 minutes ahead, and nothing behind it', async () => {
  await inPython(`
packer.add({'temperature': 1}, clock[0] + 15 * 60_000 + 1)
packer.flush()
packer.add({'temperature': 2})
packer.close(1)`);
  expect(broker.readings().map(({ temperature }) => temperature)).toEqual([2]);
  expect(readdirSync(folder)).toEqual([`000000000000-${start + 15 * 60_000 + 1}.json`]);
});

ifPaho('refuses a reading when the folder holds all it may, one with a time of its own, one that no broker takes, and a time that is no whole millisecond', async () => {
  await inPython(`
for reading, error, *time in (({'text': 'x' * 200}, BufferError), ({'ts': 1}, ValueError), ({'text': 'x' * 200_000}, ValueError), ({}, ValueError, 1.5), ({}, ValueError, -1)):
    try:
        packer.add(reading, *time)
        raise SystemExit('taken: ' + str(reading)[:40])
    except error:
        pass
packer.close()`, ', buffer_bytes=100');
  expect(broker.published).toEqual([]);
});

/** The packer for devices against a real broker: few messages, none lost while offline, in order, nothing from the future. */
import fs, { appendFileSync, cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { BufferFullError, startPacker, type Packer, type PackerOptions } from '../../device/index';
import { TestBroker } from './mqtt-broker';

const start = Date.parse('2026-05-01T08:30:00Z');
const minute = 60_000;

let broker: TestBroker;
let folder: string;
let nowMs: number;
const packers: Packer[] = [];

beforeEach(async () => {
  broker = new TestBroker();
  await broker.start();
  folder = mkdtempSync(join(tmpdir(), 'tidegauge-device-'));
  nowMs = start;
});

afterEach(async () => {
  await Promise.all(packers.splice(0).map((packer) => packer.close(0)));
  await broker.stop();
  rmSync(folder, { recursive: true });
});

function startOne(options: Partial<PackerOptions> = {}): Packer {
  const packer = startPacker({ url: broker.url, topic: 'sensors/s-1/telemetry', folder, now: () => nowMs, mqtt: { reconnectPeriod: 20 }, ...options });
  packers.push(packer);
  return packer;
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await pause(5);
}

const temperatures = () => broker.readings().map(({ temperature }) => temperature);

it('writes the time of the source into each reading', async () => {
  const packer = startOne();
  packer.add({ temperature: 21 });
  nowMs += 1000;
  packer.add({ temperature: 22 });
  packer.add({ temperature: 20 }, start - minute);
  await packer.close();
  expect(broker.readings()).toEqual([
    { temperature: 21, ts: start }, { temperature: 22, ts: start + 1000 }, { temperature: 20, ts: start - minute },
  ]);
});

it('packs as many readings into a message as one unit of its price takes, topic included', async () => {
  const packer = startOne();
  const reading = { deviceId: 'dev-000001', site: 'plant-7', model: 'TX-200', temperature: 21.53, humidity: 55.1, pressure: 1013.2, battery: 87.5 };
  for (let n = 0; n < 200; n += 1) packer.add(reading, start + n);
  await packer.close();
  const sizes = broker.published.map(({ topic, payload }) => topic.length + Buffer.byteLength(payload));
  // Topic and closing bracket take 22 of 5120 bytes, a reading 149 with its separators: 34 fit.
  expect(JSON.stringify({ ...reading, ts: start }).length + 2).toBe(149);
  expect(broker.published.map(({ payload }) => (JSON.parse(payload) as unknown[]).length)).toEqual([34, 34, 34, 34, 34, 30]);
  expect(Math.max(...sizes)).toBe(22 + 34 * 149);
  expect(broker.readings().map(({ ts }) => ts)).toEqual(Array.from({ length: 200 }, (_, n) => start + n));
});

it.each([
  [{ temperature: NaN }, 'temperature is NaN'],
  [{ temperature: 21, gps: { speed: Infinity } }, 'gps.speed is Infinity'],
  [{ samples: [1, { low: -Infinity }] }, 'samples.1.low is -Infinity'],
])('refuses %p, of which JSON would make null, and goes on', async (reading, message) => {
  const packer = startOne();
  packer.add({ temperature: null, samples: [0, -0.5, 1e308] });
  expect(() => { packer.add(reading); }).toThrow(RangeError);
  expect(() => { packer.add(reading); }).toThrow(`${message}: JSON has only finite numbers, and the reading was not taken`);
  await packer.close();
  expect(broker.readings()).toEqual([{ temperature: null, samples: [0, -0.5, 1e308], ts: start }]);
});

it('sends a message that is not full after the wait', async () => {
  startOne({ maxWaitMs: 10 }).add({ temperature: 21 });
  await until(() => broker.published.length === 1);
  expect(temperatures()).toEqual([21]);
});

it('waits for a full message when it may wait for ever', async () => {
  const packer = startOne({ maxWaitMs: Infinity });
  packer.add({ temperature: 1 });
  const other = `${folder}-other`;
  startOne({ folder: other, maxWaitMs: 10 }).add({ temperature: 2 });
  await until(() => broker.published.length > 0);
  expect(temperatures()).toEqual([2]);
  await packer.close();
  rmSync(other, { recursive: true });
});

it('publishes to the rule itself with Basic Ingest', async () => {
  const packer = startOne({ rule: 'tidegauge_prod_SensorReadings_1a2b3c4d' });
  packer.add({ temperature: 21 });
  await packer.close();
  expect(broker.published.map(({ topic }) => topic)).toEqual(['$aws/rules/tidegauge_prod_SensorReadings_1a2b3c4d/sensors/s-1/telemetry']);
});

it('keeps what is measured while the broker is away, and replays it in order', async () => {
  const packer = startOne({ maxWaitMs: 1 });
  await broker.stop();
  const filler = 'x'.repeat(2000);
  for (let n = 0; n < 30; n += 1) packer.add({ temperature: n, filler });
  await broker.start();
  await packer.close(20_000);
  expect(temperatures()).toEqual(Array.from({ length: 30 }, (_, n) => n));
  expect(packer.waitingBytes).toBe(0);
  expect(readdirSync(folder)).toEqual([]);
});

it('takes no part of a reading that the disk has no room for', async () => {
  const packer = startOne();
  packer.add({ temperature: 1 });
  const write = fs.writeSync;
  const fiveBytes = (file: number, line: Buffer, done: number, _left: number, position: number): number => {
    if (done > 0) throw new Error('ENOSPC: no space left on device, write');
    return write(file, line, 0, 5, position);
  };
  const full = jest.spyOn(fs, 'writeSync').mockImplementation(fiveBytes as typeof fs.writeSync); // the one way in which the packer calls it
  expect(() => { packer.add({ temperature: 2 }); }).toThrow('ENOSPC');
  full.mockRestore();
  packer.add({ temperature: 3 });
  await packer.close();
  expect(temperatures()).toEqual([1, 3]);
});

it('publishes no message without a reading when the disk has no room for the first', async () => {
  const packer = startOne();
  jest.spyOn(fs, 'writeSync').mockImplementationOnce(() => { throw new Error('ENOSPC: no space left on device, write'); });
  expect(() => { packer.add({ temperature: 1 }); }).toThrow('ENOSPC');
  packer.flush();
  packer.add({ temperature: 2 });
  await packer.close();
  expect(broker.published.map(({ payload }) => JSON.parse(payload) as unknown)).toEqual([[{ temperature: 2, ts: start }]]);
});

it('says that the disk did not take a message, and keeps it open until it does', async () => {
  const problems: string[] = [];
  const packer = startOne({ maxWaitMs: 10, onProblem: ({ message }) => problems.push(message) });
  jest.spyOn(fs, 'renameSync').mockImplementationOnce(() => { throw new Error('ENOSPC: no space left on device, rename'); });
  packer.add({ temperature: 1 });
  await until(() => problems.length === 1);
  packer.add({ temperature: 2 });
  await until(() => broker.published.length > 0);
  await packer.close();
  expect(problems).toEqual(['ENOSPC: no space left on device, rename']);
  expect(temperatures()).toEqual([1, 2]);
});

it('connects anew for each time that a PUBACK does not come', async () => {
  jest.useFakeTimers({ doNotFake: ['Date', 'hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] });
  // The library counts the time to its next connection by an interval, too.
  const afterReconnecting = (condition: () => boolean) => until(() => {
    jest.advanceTimersByTime(20);
    return condition();
  });
  try {
    broker.isSilent = true;
    const packer = startOne();
    packer.add({ temperature: 1 });
    packer.flush();
    for (const times of [1, 2]) {
      await afterReconnecting(() => broker.published.length === times);
      jest.advanceTimersByTime(30_000);
    }
    broker.isSilent = false;
    await afterReconnecting(() => packer.waitingBytes === 0);
    expect(temperatures()).toEqual([1, 1, 1]);
  } finally {
    jest.useRealTimers();
  }
});

it('takes over what is whole in front of what a power cut has spoilt, and the times of another field', async () => {
  writeFileSync(join(folder, 'open'), `[{"temperature":1,"at":${start}}\n,{"temperature":2,"ts":${start}}\n\0\0\0\0,{"temperature":3,"ts":${start}}\n`);
  await startOne().close();
  expect(temperatures()).toEqual([1, 2]);
  writeFileSync(join(folder, 'open'), '\0\0\0\n');
  await startOne().close();
  expect(readdirSync(folder)).toEqual([]);
});

it('takes over what an earlier run has left, but for a line that was never whole', async () => {
  await broker.stop();
  const first = startOne();
  first.add({ temperature: 1 });
  first.flush();
  first.add({ temperature: 2 });
  // As after a kill: the open message has not been completed, and its last line is torn.
  const left = `${folder}-left`;
  cpSync(folder, left, { recursive: true });
  appendFileSync(join(left, 'open'), ',{"temperature": 3');
  await broker.start();
  await startOne({ folder: left }).close(20_000);
  rmSync(left, { recursive: true });
  expect(temperatures()).toEqual([1, 2]);
});

it('sends what was not acknowledged again, and lets go of what was', async () => {
  broker.isSilent = true;
  const first = startOne();
  first.add({ temperature: 1 });
  first.flush();
  await until(() => broker.published.length === 1);
  await first.close(0);
  broker.isSilent = false;
  await startOne().close();
  await startOne().close();
  expect(temperatures()).toEqual([1, 1]);
});

it('holds back what is more than 15 minutes ahead, and nothing behind it', async () => {
  const packer = startOne();
  packer.add({ temperature: 1 }, start + 15 * minute + 1);
  packer.flush();
  packer.add({ temperature: 2 });
  packer.flush();
  await until(() => broker.published.length === 1);
  expect(temperatures()).toEqual([2]);
  nowMs += 1;
  packer.flush();
  await until(() => broker.published.length === 2);
  expect(temperatures()).toEqual([2, 1]);
});

describe('refuses, and keeps nothing of', () => {
  it('a reading when the folder holds all it may', async () => {
    await broker.stop();
    const packer = startOne({ bufferBytes: 100 });
    packer.add({ temperature: 1 });
    expect(() => { packer.add({ text: 'x'.repeat(100) }); }).toThrow(BufferFullError);
    await broker.start();
    await packer.close(20_000);
    expect(broker.readings()).toEqual([{ temperature: 1, ts: start }]);
  });

  it.each([
    ['a reading with a time of its own', { ts: 1 }, start, /the packer writes ts itself: give the time as the second argument/],
    ['a time that is no whole millisecond', {}, start + 0.5, /is not in whole milliseconds since 1970/],
    ['a reading that no broker takes', { text: 'x'.repeat(128 * 1024) }, start, /a message takes 131072/],
  ])('%s', (_what, reading, timeMs, message) => {
    const packer = startOne();
    expect(() => { packer.add(reading, timeMs); }).toThrow(message);
    expect(packer.waitingBytes).toBe(0);
  });

  it('a reading after close', async () => {
    const packer = startOne();
    await packer.close();
    expect(() => { packer.add({}); }).toThrow('the packer is closed');
  });
});

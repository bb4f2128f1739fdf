import { Control, type ControlStart } from '../../../../local/timestream/control/control';

const secondNs = 1_000_000_000n;
const start = (options: Partial<ControlStart> = {}) => new Control({ nowNs: () => 100n * secondNs, emptyFirstPage: false, rateLimits: false, ...options });

test('the clock is the server\'s own until it is moved, and goes on from there', () => {
  let now = 100n * secondNs;
  const control = start({ nowNs: () => now });
  expect(control.nowNs()).toBe(100n * secondNs);
  control.change({ clock: { advanceMs: 5000 } });
  now += secondNs;
  expect(control.nowNs()).toBe(106n * secondNs);
  control.change({ clock: { now: '1970-01-01T01:00:00Z' } });
  now += secondNs;
  expect(control.nowNs()).toBe(3601n * secondNs);
});

test('a frozen clock stands still, can be moved, and goes on from where it stood', () => {
  let now = 100n * secondNs;
  const control = start({ nowNs: () => now });
  control.change({ clock: { isFrozen: true } });
  now += 50n * secondNs;
  expect(control.nowNs()).toBe(100n * secondNs);
  control.change({ clock: { advanceMs: 1000 } });
  expect(control.nowNs()).toBe(101n * secondNs);
  expect(control.state().clock).toEqual({ now: '1970-01-01T00:01:41.000Z', isFrozen: true });
  control.change({ clock: { isFrozen: false } });
  now += secondNs;
  expect(control.nowNs()).toBe(102n * secondNs);
});

test('a fault is met as often as it says, by the operation it names', () => {
  const control = start();
  control.change({ faults: [{ kind: 'throttle', operation: 'Query', times: 2 }, { kind: 'internal-error', times: 1 }] });
  expect(control.takeFault('Query')).toBe('throttle');
  expect(control.takeFault('WriteRecords')).toBe('internal-error');
  expect(control.takeFault('WriteRecords')).toBeUndefined();
  expect(control.state().faults).toEqual([{ kind: 'throttle', operation: 'Query', times: 1 }]);
  expect(control.takeFault('Query')).toBe('throttle');
  expect(control.takeFault('Query')).toBeUndefined();
  expect(control.state()).toMatchObject({ faults: [], injected: { throttle: 2, 'internal-error': 1 } });
});

test('a fault at a rate is met by that share of requests', () => {
  const draws = [0.2, 0.5, 0.49, 0.99];
  const control = start({ random: () => draws.shift() ?? 1 });
  control.change({ faults: [{ kind: 'throttle', rate: 0.5 }] });
  expect([1, 2, 3, 4].map(() => control.takeFault('Query'))).toEqual(['throttle', undefined, 'throttle', undefined]);
});

test('latency concerns all operations or the one it names, until it is null', () => {
  const control = start();
  control.change({ latency: { ms: 20, operation: 'Query' } });
  expect([control.delayMs('Query'), control.delayMs('WriteRecords')]).toEqual([20, 0]);
  control.change({ latency: { ms: 30 } });
  expect(control.delayMs('WriteRecords')).toBe(30);
  control.change({ latency: null });
  expect(control.delayMs('Query')).toBe(0);
});

test('what is not given stays, and a reset brings the start back', () => {
  const control = start({ emptyFirstPage: true });
  control.change({ latency: { ms: 20 } });
  control.change({ emptyFirstPage: false });
  expect(control.state()).toMatchObject({ latency: { ms: 20 }, emptyFirstPage: false });
  control.change({ clock: { advanceMs: 1 }, faults: [{ kind: 'hang' }] });
  control.reset();
  expect(control.state()).toEqual({ clock: { now: '1970-01-01T00:01:40.000Z', isFrozen: false }, latency: null, faults: [], emptyFirstPage: true, rateLimits: false, magneticDelayMs: 0, droppedLateRecords: 0, injected: {} });
});

test.each([
  [{ faults: [{ kind: 'explode' }] }, /control\.faults\.0\.kind/],
  [{ faults: [{ kind: 'throttle', operation: 'Qery' }] }, /control\.faults\.0\.operation: "Qery" is not an operation/],
  [{ faults: [{ kind: 'throttle', rate: 2 }] }, /control\.faults\.0\.rate/],
  [{ faults: [{ kind: 'throttle', times: 0 }] }, /control\.faults\.0\.times/],
  [{ latency: { ms: -1 } }, /control\.latency\.ms/],
  [{ clock: { now: 'yesterday' } }, /control\.clock\.now/],
  [{ clock: { now: '2300-01-01T00:00:00Z' } }, /control\.clock: the time must be from 1970-01-01/],
  [{ clok: {} }, /control: .*"clok"/],
  [[], /^control: /],
])('%j is refused whole', (given, message) => {
  const control = start();
  // What a caller without types may send.
  expect(() => control.change((Array.isArray(given) ? given : { emptyFirstPage: true, ...given }) as never)).toThrow(message);
  expect(control.state().emptyFirstPage).toBe(false);
});

test('the delay of the magnetic store is 0 unless told otherwise, and at most 7 hours', () => {
  expect(start().magneticDelayMs).toBe(0);
  const control = start({ magneticDelayMs: 1000 });
  control.change({ magneticDelayMs: 2000 });
  expect(control.state().magneticDelayMs).toBe(2000);
  control.reset();
  expect(control.magneticDelayMs).toBe(1000);
  expect(() => start({ magneticDelayMs: 8 * 3_600_000 })).toThrow('control.magneticDelayMs');
});

test('dropped late records are counted until the next reset', () => {
  const control = start();
  control.countDropped(2);
  control.countDropped(1);
  expect(control.state().droppedLateRecords).toBe(3);
  control.reset();
  expect(control.state().droppedLateRecords).toBe(0);
});

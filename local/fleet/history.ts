/** A day of a device's past as MQTT messages, each an array of readings; start-fleet publishes them before anything live. */
import { faultAt, faultyDevice, noFault } from './fault';
import type { Said } from './message';
import type { SimulatedDevice } from './simulated-device';

export interface HistoryMessage {
  readonly payload: string;
  readonly readings: number;
}

const dayMs = 86_400_000;

/** One reading a minute draws every chart; the true pace may be ten times that. */
const shortestStepMs = 60_000;

/** Room for the time that writing takes, so that the oldest reading is still accepted when it arrives. */
const marginMs = 10 * 60_000;

/** A quarter of what AWS IoT Core takes in one message (128 KB), and two full Timestream requests. */
const longestMessageBytes = 32 * 1024;
const mostReadings = 200;

/**
 * Oldest first, up to one step before now. Nothing for a device whose messages carry no time.
 * @param nowMs the end of the history
 */
export function* historyMessages(device: SimulatedDevice, nowMs: number): Generator<HistoryMessage> {
  const lengthMs = Math.min(dayMs, device.table.acceptedMs - marginMs);
  if (!device.tellsTime || lengthMs <= 0) {
    return;
  }
  const stepMs = Math.max(device.table.expected.everyMs, shortestStepMs);
  let readings: Said[] = [];
  let bytes = 0;
  for (let timeMs = nowMs - lengthMs; timeMs < nowMs; timeMs += stepMs) {
    const fault = device.index === faultyDevice ? faultAt(1 - (nowMs - timeMs) / lengthMs) : noFault;
    if (fault.silent) {
      continue;
    }
    const reading = device.readingAt(timeMs, fault);
    const size = Buffer.byteLength(JSON.stringify(device.message([reading]))) + 1;
    if (readings.length === mostReadings || (readings.length > 0 && bytes + size > longestMessageBytes)) {
      yield { payload: JSON.stringify(device.message(readings)), readings: readings.length };
      readings = [];
      bytes = 0;
    }
    readings.push(reading);
    bytes += size;
  }
  if (readings.length > 0) {
    yield { payload: JSON.stringify(device.message(readings)), readings: readings.length };
  }
}

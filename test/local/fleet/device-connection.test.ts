import { connectDevice } from '../../../local/fleet/device-connection';
import { startRecordingBroker } from './recording-broker';

describe('the connection of a device', () => {
  it('pauses twice as long after every attempt that fails, and is quick again once it is connected', async () => {
    const broker = await startRecordingBroker();
    await broker.close();
    const client = connectDevice(broker.url, 'sensor-001');
    // Not events.once: the error that comes with every failed attempt would end its wait.
    const next = (event: 'reconnect' | 'connect') => new Promise<void>((resolve) => client.once(event, () => resolve()));
    const pauses = [client.options.reconnectPeriod];
    for (let attempt = 0; attempt < 2; attempt += 1) {
      await next('reconnect');
      pauses.push(client.options.reconnectPeriod);
    }
    expect(pauses).toEqual([500, 1000, 2000]);

    const again = await startRecordingBroker({ port: broker.port });
    await next('connect');
    expect(client.options.reconnectPeriod).toBe(500);
    await client.endAsync(true);
    await again.close();
  }, 30_000);
});

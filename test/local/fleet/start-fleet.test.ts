import { startFleet, type Fleet, type FleetOptions } from '../../../local/fleet/start-fleet';
import { startRecordingBroker, type RecordingBroker } from './recording-broker';
import { oneTable, sensorTables } from './sensor-tables';

const now = Date.UTC(2026, 10, 20, 12);

// A broker, its clients and a day of readings share the machine with other tests.
jest.setTimeout(30_000);

describe('startFleet', () => {
  let broker: RecordingBroker;
  const fleets: Fleet[] = [];
  const start = (options: Partial<FleetOptions> = {}): Fleet => {
    const fleet = startFleet({ tables: sensorTables, mqttUrl: broker.url, now: () => now, log: () => undefined, history: true, ...options });
    fleets.push(fleet);
    return fleet;
  };

  beforeEach(async () => {
    broker = await startRecordingBroker();
  });

  afterEach(async () => {
    await Promise.all(fleets.splice(0).map((fleet) => fleet.close()));
    await broker.close();
  });

  it('publishes a day of history with QoS 1 first, and says how many readings it held', async () => {
    const readings = await start().historyDone;
    const past = broker.packets.filter(({ payload }) => payload.toString().startsWith('['));
    expect(past.every(({ qos }) => qos === 1)).toBe(true);
    expect(past.reduce((sum, { payload }) => sum + (JSON.parse(payload.toString()) as unknown[]).length, 0)).toBe(readings);
    expect(readings).toBeGreaterThan(5 * 1300);
  });

  it('publishes the present one reading a message', async () => {
    start({ history: false });
    await broker.next();
    expect(JSON.parse(broker.packets[0]!.payload.toString())).toMatchObject({ ts: now, temperature: expect.any(Number) });
    expect(broker.packets[0]!.topic).toMatch(/^sensors\/sensor-\d{3}\/telemetry$/);
  });

  it('goes on publishing at the expected pace', async () => {
    start({ history: false, tables: oneTable({ expected: { devices: 1, every: '20ms' } }) });
    for (let count = 0; count < 3; count += 1) {
      await broker.next();
    }
    expect(new Set(broker.packets.map(({ topic }) => topic))).toEqual(new Set(['sensors/sensor-001/telemetry']));
  });

  it('waits for a broker that is away and finishes the history when it is back', async () => {
    const { port } = broker;
    await broker.close();
    const fleet = start();
    broker = await startRecordingBroker({ port });
    expect(await fleet.historyDone).toBeGreaterThan(5 * 1300);
  });

  it('stops although no broker ever answered', async () => {
    const fleet = start({ mqttUrl: 'mqtt://127.0.0.1:1' });
    await fleet.close();
    expect(await fleet.historyDone).toBe(0);
  });

  it('has nothing to do for tables without sources', async () => {
    expect(await start({ tables: { tables: { Kpis: {} } } }).historyDone).toBe(0);
  });
});

/** The table of the guide's sensors, as tables.json declares it, for the tests of the fleet. */
export const sensorTables = {
  service: 'tidegauge',
  database: 'IoTMetrics',
  tables: {
    SensorReadings: {
      sources: [{ topic: 'sensors/+/telemetry' }],
      time: { from: '$.ts' },
      measureName: 'sensor_metrics',
      dimensions: { device_id: { from: ['topic(2)', '$.device_id'], required: true }, location: {}, region: {} },
      measures: { temperature: { type: 'DOUBLE', unit: 'Cel' }, humidity: 'DOUBLE', pressure: 'DOUBLE', battery_pct: 'BIGINT' },
      partitionKey: 'device_id',
      retention: { memoryHours: 24, magneticDays: 365, lateArrivals: true },
      expected: { devices: 1000, every: '10s' },
    },
    Kpis: { measureName: 'invocation', dimensions: { function: {} }, measures: { duration_ms: 'DOUBLE' } },
  },
};

/** One table with only the parts a test is about, and whatever makes it complete. */
export function oneTable(parts: Readonly<Record<string, unknown>>): unknown {
  return {
    tables: {
      T: { sources: [{ topic: 'sensors/+/telemetry' }], dimensions: { device: { from: 'topic(2)' } }, measures: { v: 'DOUBLE' }, ...parts },
    },
  };
}

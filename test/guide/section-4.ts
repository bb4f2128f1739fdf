/** The records that the guide writes in section 4, single-measure and multi-measure, for the tests of what it asks afterwards. */
import type { _Record } from '@aws-sdk/client-timestream-write';

const sensor001 = [{ Name: 'device_id', Value: 'sensor-001' }, { Name: 'location', Value: 'warehouse-a' }];

/** @param time in milliseconds, as text */
export function singleMeasureRecord(MeasureName: string, MeasureValue: string, time: string): _Record {
  return { Dimensions: [...sensor001, { Name: 'region', Value: 'us-east-1' }], MeasureName, MeasureValue, MeasureValueType: 'DOUBLE', Time: time };
}

/** All of them, written at one time. */
export function writesOfSection4(time: string): _Record[] {
  return [
    singleMeasureRecord('temperature', '22.7', time),
    singleMeasureRecord('humidity', '58.3', time),
    {
      Dimensions: sensor001,
      MeasureName: 'sensor_metrics',
      MeasureValueType: 'MULTI',
      MeasureValues: [
        { Name: 'temperature', Value: '22.7', Type: 'DOUBLE' }, { Name: 'humidity', Value: '58.3', Type: 'DOUBLE' },
        { Name: 'pressure', Value: '1013.2', Type: 'DOUBLE' }, { Name: 'battery_pct', Value: '87', Type: 'BIGINT' },
      ],
      Time: time,
    },
  ];
}

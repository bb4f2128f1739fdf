/** The members of a record on the wire with the constraints of the service's model; decode-records turns it into a record. */
import type { Shape } from '../protocol/shape';
import { integer, list, oneOf, required, structure, text } from '../protocol/shape';
import { maxDimensionsPerRecord, maxMeasureValueLength, maxTimeLength } from './limits';

const measureValueType = oneOf('DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP', 'MULTI');

export const recordShape = structure({
  Dimensions: list(structure({
    Name: required(text({ min: 1 })),
    Value: required(text()),
    DimensionValueType: oneOf('VARCHAR'),
  }), { max: maxDimensionsPerRecord }),
  MeasureName: text({ min: 1 }),
  MeasureValue: text({ min: 1, max: maxMeasureValueLength }),
  MeasureValueType: measureValueType,
  Time: text({ min: 1, max: maxTimeLength }),
  TimeUnit: oneOf('MILLISECONDS', 'SECONDS', 'MICROSECONDS', 'NANOSECONDS'),
  Version: integer({ min: 1, max: 2n ** 63n - 1n }),
  MeasureValues: list(structure({
    Name: required(text({ min: 1 })),
    Value: required(text({ min: 1, max: maxMeasureValueLength })),
    Type: required(measureValueType),
  })),
});

export type WireRecord = typeof recordShape extends Shape<infer T> ? T : never;

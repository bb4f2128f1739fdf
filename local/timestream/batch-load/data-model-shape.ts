/** The data model of a batch load on the wire, with the constraints of the service's model; data-model turns it into mappings. */
import { list, oneOf, required, structure, text } from '../protocol/shape';
import type { Shape } from '../protocol/shape';

const columnName = text({ min: 1, max: 256 });
const schemaName = text({ min: 1 });

const attributeMappings = list(structure({
  SourceColumn: required(schemaName),
  TargetMultiMeasureAttributeName: schemaName,
  MeasureValueType: oneOf('DOUBLE', 'BIGINT', 'BOOLEAN', 'VARCHAR', 'TIMESTAMP'),
}), { min: 1 });

export const dataModelShape = structure({
  TimeColumn: columnName,
  TimeUnit: oneOf('MILLISECONDS', 'SECONDS', 'MICROSECONDS', 'NANOSECONDS'),
  DimensionMappings: required(list(structure({ SourceColumn: schemaName, DestinationColumn: schemaName }), { min: 1 })),
  MultiMeasureMappings: structure({
    TargetMultiMeasureName: schemaName,
    MultiMeasureAttributeMappings: required(attributeMappings),
  }),
  MixedMeasureMappings: list(structure({
    MeasureName: schemaName,
    SourceColumn: schemaName,
    TargetMeasureName: schemaName,
    MeasureValueType: required(oneOf('DOUBLE', 'BIGINT', 'VARCHAR', 'BOOLEAN', 'TIMESTAMP', 'MULTI')),
    MultiMeasureAttributeMappings: attributeMappings,
  }), { min: 1 }),
  MeasureNameColumn: columnName,
});

type TypeOf<S> = S extends Shape<infer T> ? T : never;

export type WireDataModel = TypeOf<typeof dataModelShape>;
export type WireAttributeMapping = TypeOf<typeof attributeMappings>[number];
export type WireMixedMapping = NonNullable<WireDataModel['MixedMeasureMappings']>[number];

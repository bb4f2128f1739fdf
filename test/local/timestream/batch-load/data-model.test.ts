import { checkPartitionKey, dataModelOf } from '../../../../local/timestream/batch-load/data-model';

type Wire = Parameters<typeof dataModelOf>[0];
type Mixed = NonNullable<Wire['MixedMeasureMappings']>;

const { MixedMeasureMappings: [single] = [], ...rest } = {
  TimeColumn: 't', DimensionMappings: [{ SourceColumn: 'd' }], MixedMeasureMappings: [{ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }],
} as const satisfies Wire;
const attributes = [{ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }] as const;
const mixed = (...MixedMeasureMappings: Mixed): Wire => ({ ...rest, MixedMeasureMappings });

describe('a data model', () => {
  it('names single measures by their target, else by the measure name, else by the column', () => {
    const names = (wire: Wire) => dataModelOf(wire).measures.map(({ measureName, cells }) => [measureName, cells[0]?.name]);
    expect(names(mixed({ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }, { SourceColumn: 'v', MeasureName: 'm', MeasureValueType: 'BIGINT' }, { SourceColumn: 'v', MeasureName: 'm', TargetMeasureName: 'target', MeasureValueType: 'BOOLEAN' })))
      .toEqual([['v', 'measure_value::double'], ['m', 'measure_value::bigint'], ['target', 'measure_value::boolean']]);
  });

  it('has times in milliseconds unless it says otherwise', () => {
    expect(dataModelOf(mixed({ SourceColumn: 'v', MeasureValueType: 'DOUBLE' })).timeUnit).toBe('MILLISECONDS');
  });

  it('takes the measure name from its column even when a target is named', () => {
    const model = dataModelOf({ ...rest, MeasureNameColumn: 'm', MultiMeasureMappings: { TargetMultiMeasureName: 'never', MultiMeasureAttributeMappings: attributes } });
    expect(model.measures).toEqual([{ type: 'multi', cells: [{ source: 'v', name: 'v', valueType: 'DOUBLE', type: 'double' }] }]);
  });

  it.each<[string, Wire, string]>([
    ['no time column', { DimensionMappings: rest.DimensionMappings, MixedMeasureMappings: [single] as Mixed }, 'The data model needs a TimeColumn.'],
    ['no measures', rest, 'neither MultiMeasureMappings nor MixedMeasureMappings'],
    ['measures of both kinds', { ...mixed(single as Mixed[number]), MultiMeasureMappings: { TargetMultiMeasureName: 'm', MultiMeasureAttributeMappings: attributes } }, 'both MultiMeasureMappings and MixedMeasureMappings'],
    ['a multi-measure without a name', { ...rest, MultiMeasureMappings: { MultiMeasureAttributeMappings: attributes } }, 'need a TargetMultiMeasureName'],
    ['an attribute without a type', { ...rest, MultiMeasureMappings: { TargetMultiMeasureName: 'm', MultiMeasureAttributeMappings: [{ SourceColumn: 'v' }] } }, 'The attribute v needs a MeasureValueType.'],
    ['an attribute twice', { ...rest, MultiMeasureMappings: { TargetMultiMeasureName: 'm', MultiMeasureAttributeMappings: [...attributes, ...attributes] } }, 'have v as a target twice'],
    ['a dimension twice', { ...mixed(single as Mixed[number]), DimensionMappings: [{ SourceColumn: 'a', DestinationColumn: 'd' }, { SourceColumn: 'd' }] }, 'have d as a target twice'],
    ['a dimension without a column', { ...mixed(single as Mixed[number]), DimensionMappings: [{ DestinationColumn: 'd' }] }, 'needs a SourceColumn'],
    ['a reserved dimension', { ...mixed(single as Mixed[number]), DimensionMappings: [{ SourceColumn: 'time' }] }, 'Invalid dimension name "time"'],
    ['a dimension name of 61 bytes', { ...mixed(single as Mixed[number]), DimensionMappings: [{ SourceColumn: 'd'.repeat(61) }] }, 'longer than 60 bytes'],
    ['a dimension and an attribute of one name', { ...rest, MultiMeasureMappings: { TargetMultiMeasureName: 'm', MultiMeasureAttributeMappings: [{ SourceColumn: 'v', TargetMultiMeasureAttributeName: 'd', MeasureValueType: 'DOUBLE' }] } }, 'd cannot be the name of a dimension and of a measure'],
    ['a measure of two columns', mixed({ SourceColumn: 'v', MeasureName: 'm', MeasureValueType: 'DOUBLE' }, { SourceColumn: 'w', MeasureName: 'm', MeasureValueType: 'DOUBLE' }), 'as a target twice'],
    ['a single TIMESTAMP', mixed({ SourceColumn: 'v', MeasureValueType: 'TIMESTAMP' }), 'TIMESTAMP is an invalid measure value type.'],
    ['a single measure without a column', mixed({ MeasureName: 'm', MeasureValueType: 'DOUBLE' }), 'The measure m needs a SourceColumn.'],
    ['a single measure with attributes', mixed({ SourceColumn: 'v', MeasureValueType: 'DOUBLE', MultiMeasureAttributeMappings: attributes }), 'only MULTI has'],
    ['MULTI without attributes', mixed({ MeasureName: 'm', MeasureValueType: 'MULTI' }), 'needs MultiMeasureAttributeMappings'],
    ['a measure for no name of the column', { ...mixed({ SourceColumn: 'v', MeasureValueType: 'DOUBLE' }), MeasureNameColumn: 'n' }, 'needs a MeasureName when there is a MeasureNameColumn'],
  ])('is refused with %s', (_what, wire, message) => {
    expect(() => dataModelOf(wire)).toThrow(expect.objectContaining({ name: 'ValidationException', message: expect.stringContaining(message) }));
  });

  it('must map the dimension that records of the table must have', () => {
    const model = dataModelOf(mixed(single as Mixed[number]));
    expect(() => checkPartitionKey(model, { type: 'DIMENSION', name: 'other', enforcement: 'REQUIRED' })).toThrow('does not map the dimension other');
    for (const key of [{ type: 'DIMENSION', name: 'd', enforcement: 'REQUIRED' }, { type: 'DIMENSION', name: 'other', enforcement: 'OPTIONAL' }, { type: 'MEASURE' }] as const) {
      expect(() => checkPartitionKey(model, key)).not.toThrow();
    }
  });
});

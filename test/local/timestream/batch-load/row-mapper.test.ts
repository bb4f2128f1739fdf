import { dataModelOf } from '../../../../local/timestream/batch-load/data-model';
import { rowMapper, type MappedRow } from '../../../../local/timestream/batch-load/row-mapper';

type Wire = Parameters<typeof dataModelOf>[0];

const model: Wire = {
  TimeColumn: 't', TimeUnit: 'MICROSECONDS',
  DimensionMappings: [{ SourceColumn: 'd2', DestinationColumn: 'b' }, { SourceColumn: 'd1', DestinationColumn: 'a' }],
  MultiMeasureMappings: {
    TargetMultiMeasureName: 'm',
    MultiMeasureAttributeMappings: [{ SourceColumn: 'x', MeasureValueType: 'DOUBLE' }, { SourceColumn: 'y', TargetMultiMeasureAttributeName: 'when', MeasureValueType: 'TIMESTAMP' }],
  },
};

function map(header: string[], values: string[], wire: Wire = model, nullValue = 'NULL'): MappedRow {
  const mapper = rowMapper({ dataModel: dataModelOf(wire), nullValue, version: 7n }, header);
  return 'map' in mapper ? mapper.map(values) : mapper;
}

describe('a row', () => {
  it('means a record with its dimensions in order, times in the unit of the model, and nothing for NULL', () => {
    const header = ['y', 'x', 'd1', 'other', 'd2', 't'];
    expect(map(header, ['3', '1e2', 'one', '?', 'two', '2'])).toEqual({ records: [{
      dimensions: [{ name: 'a', value: 'one' }, { name: 'b', value: 'two' }], dimensionKey: '1:a3:one1:b3:two', measureName: 'm', measureType: 'multi',
      timeNs: 2000n, version: 7n, cells: [{ name: 'x', type: 'double', value: 100 }, { name: 'when', type: 'timestamp', value: 3000n }],
    }] });
    expect(map(header, ['NULL', '0', '', '', 'NULL x', '2'])).toMatchObject({ records: [{ dimensions: [{ name: 'b', value: 'NULL x' }], cells: [{ name: 'x' }] }] });
  });

  it.each([
    ['a time with a fraction', ['1.5', 'a', 'b', '1', '1'], 'The time column t holds no number of microseconds since the epoch.'],
    ['a time before the epoch', ['-1', 'a', 'b', '1', '1'], 'The time column t holds no number of microseconds since the epoch.'],
    ['no dimension', ['1', '', 'NULL', '1', '1'], 'At least one dimension is required for a record.'],
    ['no measure value', ['1', 'a', 'b', '', 'NULL'], 'The row has no measure value.'],
    ['a value of another type', ['1', 'a', 'b', 'NaN', '1'], 'The column x holds no valid DOUBLE.'],
    ['a time of 257 digits', ['1'.padStart(257, '0'), 'a', 'b', '1', '1'], 'The time column t holds no number of microseconds since the epoch.'],
    ['a dimension of 2049 characters', ['1', 'a'.repeat(2049), 'b', '1', '1'], 'The value of a dimension is longer than 2048 bytes.'],
    ['a value of 2049 characters', ['1', 'a', 'b', '1'.padStart(2049, '0'), '1'], 'The column x holds more than 2048 characters.'],
    ['a column too many', ['1', 'a', 'b', '1', '1', ''], 'The row has 6 columns, the header 5.'],
  ])('with %s is refused', (_what, values, problem) => {
    expect(map(['t', 'd1', 'd2', 'x', 'y'], values)).toEqual({ problem });
  });
});

describe('a header', () => {
  it('must have every column of the data model, once', () => {
    expect(map(['t', 'd1', 'x', 'y'], [])).toEqual({ problem: 'The header has no column d2, which the data model maps.' });
    expect(map(['t', 'd1', 'd2', 'x', 'y', 'x'], [])).toEqual({ problem: 'The header has the column x twice, which the data model maps.' });
    expect(map(['t', 'd1', 'd2', 'x', 'y', 'z', 'z'], ['1', 'a', 'b', '1', '1', '', ''])).toHaveProperty('records');
  });
});

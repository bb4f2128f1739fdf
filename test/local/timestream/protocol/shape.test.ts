import { ServiceError } from '../../../../local/timestream/errors';
import { flag, integer, list, oneOf, parseInput, required, structure, text } from '../../../../local/timestream/protocol/shape';

const shape = structure({
  DatabaseName: required(text({ min: 3, max: 8, pattern: '[a-z]+' })),
  MaxResults: integer({ min: 1, max: 20 }),
  Enabled: flag,
  Records: list(structure({ Dimensions: list(structure({ DimensionValueType: oneOf('VARCHAR') })) }), { min: 1, max: 2 }),
});

function errorOf(input: unknown): ServiceError {
  try {
    parseInput(shape, input);
  } catch (error) {
    if (error instanceof ServiceError) return error;
    throw error;
  }
  throw new Error('the input was accepted');
}

describe('a request shape', () => {
  it('accepts what satisfies every constraint and leaves unknown members alone', () => {
    const input = { DatabaseName: 'iot', MaxResults: 20, Enabled: false, Records: [{}], Other: 1 };
    expect(parseInput(shape, input)).toEqual(input);
  });

  it('takes an explicit null for an absent member', () => {
    expect(parseInput(shape, { DatabaseName: 'iot', MaxResults: null })).toEqual({ DatabaseName: 'iot' });
  });

  it.each([
    [{}, "Value null at 'databaseName' failed to satisfy constraint: Member must not be null"],
    [{ DatabaseName: null }, "Value null at 'databaseName' failed to satisfy constraint: Member must not be null"],
    [{ DatabaseName: 'io' }, "Value 'io' at 'databaseName' failed to satisfy constraint: Member must have length greater than or equal to 3"],
    [{ DatabaseName: 'iotmetrics' }, "Value 'iotmetrics' at 'databaseName' failed to satisfy constraint: Member must have length less than or equal to 8"],
    [{ DatabaseName: 'io t' }, "Value 'io t' at 'databaseName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+"],
    [{ DatabaseName: 'iot', MaxResults: 0 }, "Value '0' at 'maxResults' failed to satisfy constraint: Member must have value greater than or equal to 1"],
    [{ DatabaseName: 'iot', MaxResults: 21 }, "Value '21' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 20"],
    [{ DatabaseName: 'iot', Records: [] }, "Value '[]' at 'records' failed to satisfy constraint: Member must have length greater than or equal to 1"],
    [{ DatabaseName: 'iot', Records: [{}, {}, {}] }, "Value '[{},{},{}]' at 'records' failed to satisfy constraint: Member must have length less than or equal to 2"],
    [
      { DatabaseName: 'iot', Records: [{ Dimensions: [{ DimensionValueType: 'X' }] }] },
      "Value 'X' at 'records.1.member.dimensions.1.member.dimensionValueType' failed to satisfy constraint: Member must satisfy enum value set: [VARCHAR]",
    ],
  ])('refuses %j in the words of the service', (input, constraint) => {
    const error = errorOf(input);
    expect(error.message).toBe(`1 validation error detected: ${constraint}`);
    expect(error).toMatchObject({ code: 'ValidationException', status: 400, namespace: 'com.amazon.coral.validate' });
  });

  it('reports all violations in one message', () => {
    expect(errorOf({ DatabaseName: 'I', MaxResults: 99 }).message).toBe(
      "3 validation errors detected: Value 'I' at 'databaseName' failed to satisfy constraint: Member must have length greater than or equal to 3; "
      + "Value 'I' at 'databaseName' failed to satisfy constraint: Member must satisfy regular expression pattern: [a-z]+; "
      + "Value '99' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 20",
    );
  });

  it('counts characters and not UTF-16 units', () => {
    const short = structure({ Key: text({ max: 3 }) });
    expect(parseInput(short, { Key: '𠮷𠮷𠮷' })).toEqual({ Key: '𠮷𠮷𠮷' });
    expect(() => parseInput(short, { Key: '𠮷𠮷𠮷𠮷' })).toThrow('Member must have length less than or equal to 3');
    expect(() => parseInput(short, { Key: '1234' })).toThrow('Member must have length less than or equal to 3');
  });

  it('stops looking through a list that is full of faults', () => {
    const { message } = errorOf({ DatabaseName: 'iot', Records: [{ Dimensions: Array.from({ length: 100_000 }, () => ({ DimensionValueType: 'X' })) }] });
    expect(message).toMatch(/^100 validation errors detected: /);
  });

  it('quotes the beginning of a long list, and no list that is nested without end', () => {
    expect(errorOf({ DatabaseName: 'iot', Records: Array.from({ length: 1000 }, () => ({})) }).message).toMatch(/Value '\[\{\},\{\},.{240,260}\.\.\.' at 'records'/);
    let deep: unknown = [];
    for (let level = 0; level < 100_000; level += 1) deep = [deep];
    expect(errorOf({ DatabaseName: 'iot', Records: [{}, {}, { Deep: deep }] }).message).toContain("Value '[...]' at 'records'");
  });

  it('does not repeat a long value whole', () => {
    expect(errorOf({ DatabaseName: 'x'.repeat(100_000) }).message.length).toBeLessThan(500);
  });

  it.each([
    [{ DatabaseName: 7 }, 'NUMBER_VALUE can not be converted to a String'],
    [{ DatabaseName: true }, 'TRUE_VALUE can not be converted to a String'],
    [{ DatabaseName: ['a'] }, 'Start of list found where not expected'],
    [{ DatabaseName: {} }, 'Start of structure or map found where not expected.'],
    [{ DatabaseName: 'iot', MaxResults: '5' }, 'STRING_VALUE can not be converted to a Long'],
    [{ DatabaseName: 'iot', MaxResults: 1.5 }, 'NUMBER_VALUE can not be converted to a Long'],
    [{ DatabaseName: 'iot', Enabled: 'true' }, 'STRING_VALUE can not be converted to a Boolean'],
    [{ DatabaseName: 'iot', Records: {} }, 'Start of structure or map found where not expected.'],
    [{ DatabaseName: 'iot', Records: [null] }, 'NULL_VALUE can not be converted to a list element'],
  ])('ends the request at a value of another JSON kind: %j', (input, message) => {
    expect(errorOf(input)).toMatchObject({ code: 'SerializationException', message });
  });
});

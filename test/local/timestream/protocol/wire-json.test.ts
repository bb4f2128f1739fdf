import fc from 'fast-check';
import { parseWireJson, printWireJson } from '../../../../local/timestream/protocol/wire-json';
import { anyCharacter } from '../../../any-character';

const parse = (text: string) => parseWireJson(Buffer.from(text));

describe('wire JSON', () => {
  it('keeps integers beyond 2^53 whole', () => {
    expect(parse('{"Version": 9223372036854775807}')).toEqual({ Version: 9223372036854775807n });
    expect(parse('[-9007199254740993,1700000000000000001]')).toEqual([-9007199254740993n, 1700000000000000001n]);
  });

  it('leaves digits inside texts alone, whatever stands before them', () => {
    const value = { Time: '1700000000000000001', Note: 'a: 1700000000000000001 "[1700000000000000001' };
    expect(parse(JSON.stringify(value))).toEqual(value);
  });

  it('keeps large integers beside escaped characters outside the first plane, as boto3 sends them', () => {
    expect(parse('{"Value": "\\ud83d\\ude00", "Version": 1700000000000000001}')).toEqual({ Value: '😀', Version: 1700000000000000001n });
  });

  it.each([['{"Value": "\\ud83d"}'], ['{"Value": "\\ude00\\ud83d"}'], ['{"\\ud83d": 1}']])('refuses half a surrogate pair: %s', (text) => {
    expect(() => parse(text)).toThrow('half of a surrogate pair');
  });

  it.each([[Buffer.from('{"a": tru')], [Buffer.from([0x22, 0xff, 0x22])], [Buffer.from('NaN')]])('refuses what is not JSON in UTF-8', (body) => {
    expect(() => parseWireJson(body)).toThrow(expect.objectContaining({ code: 'SerializationException', status: 400 }));
  });

  it('prints bigint as a plain number', () => {
    expect(printWireJson({ ExistingVersion: 9223372036854775807n, Reason: 'x' })).toBe('{"ExistingVersion":9223372036854775807,"Reason":"x"}');
  });

  it('reads what it printed, for every value', () => {
    const leaf = fc.oneof(fc.string({ unit: anyCharacter }), fc.boolean(), fc.integer(), fc.bigInt({ min: 2n ** 54n, max: 2n ** 63n }), fc.constant(null));
    fc.assert(fc.property(fc.dictionary(fc.string({ unit: anyCharacter }).filter((key) => key !== '__proto__'), fc.oneof(leaf, fc.array(leaf))), (value) => {
      expect(parse(printWireJson(value))).toEqual({ ...value });
    }));
  });
});

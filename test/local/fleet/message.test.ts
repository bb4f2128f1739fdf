/** The shapes of messages: a reading, an array of them, and an array inside an object that says the rest. */
import { messageOf } from '../../../local/fleet/message';

const said = (at: number) => ({ each: { at }, around: { site: 'a' } });
const plain = { topicFilter: 'a/+', when: [] };

describe('a message', () => {
  it('is the reading itself, or an array of several', () => {
    expect(messageOf(plain, [said(1)])).toEqual({ site: 'a', at: 1 });
    expect(messageOf(plain, [said(1), said(2)])).toEqual([{ site: 'a', at: 1 }, { site: 'a', at: 2 }]);
  });

  it('is an object with its readings inside where the source splits messages, even a single one', () => {
    const source = { ...plain, each: ['data', 'intervals'] };
    expect(messageOf(source, [said(1)])).toEqual({ site: 'a', data: { intervals: [{ at: 1 }] } });
    const readings = [1, 2].map((at) => ({ each: { at }, around: { data: { meter: 'm' } } }));
    expect(messageOf(source, readings)).toEqual({ data: { meter: 'm', intervals: [{ at: 1 }, { at: 2 }] } });
    // Made again from the same readings it is the same.
    expect(messageOf(source, readings)).toEqual({ data: { meter: 'm', intervals: [{ at: 1 }, { at: 2 }] } });
  });
});

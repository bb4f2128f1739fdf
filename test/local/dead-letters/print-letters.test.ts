/** Letters as text: any number of them. */
import { letterList, type ListedLetter } from '../../../local/dead-letters/print-letters';

describe('a list', () => {
  const letter = (index: number): ListedLetter => ({ key: `reason=conflict/${index}`, reason: index === 0 ? 'no-measures' : 'conflict', detail: 'd', at: 't' });

  it('has its columns in line', () => {
    expect(letterList([letter(0), letter(1)]).split('\n').filter((line) => line.startsWith('t'))).toEqual(['t  no-measures  d', 't  conflict     d']);
  });

  it('says where a letter came from: its topic, or else its source and table', () => {
    const [topic, http] = letterList([{ ...letter(1), topic: 'sensors/a', source: 'iot', table: 'T' }, { ...letter(1), source: 'http', table: 'T' }]).split('\n').filter((line) => line.startsWith('t'));
    expect(topic).toBe('t  conflict  sensors/a  d');
    expect(http).toBe('t  conflict  http T  d');
  });

  it('takes more letters than a call takes arguments', () => {
    expect(letterList(Array.from({ length: 200_000 }, (_, index) => letter(index)))).toMatch(/^200000 dead letters: 199999 conflict, 1 no-measures\n/);
  });
});

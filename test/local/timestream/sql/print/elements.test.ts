import { bind } from '../../../../../local/timestream/sql/print/binding';
import { bound, filterElements, mapElements } from '../../../../../local/timestream/sql/print/elements';
import { scalar } from '../../../../../local/timestream/sql/types';

describe('mapElements', () => {
  test('asks every element under a parameter of its own', () => {
    expect(mapElements('t.c', scalar('bigint'), (x) => `${x.sql} + 1`)).toBe('list_transform(t.c, lambda bound1: bound1 + 1)');
  });

  test('hides no parameter inside or around it', () => {
    const inner = (list: string) => filterElements(list, scalar('bigint'), (x) => `${x.sql} > 0`);
    expect(mapElements('t.c', scalar('bigint'), (x) => inner(x.sql))).toBe('list_transform(t.c, lambda bound1: list_filter(bound1, lambda bound2: bound2 > 0))');
    const around = bind([{ ...bound('f(t.c)', scalar('bigint')), repeatable: false }], (list) => mapElements(list, scalar('bigint'), (x) => `${x.sql} + len(${list})`));
    const [, outer] = /lambda (bound\d+): list_transform/.exec(around) ?? [];
    const [, own] = /list_transform\([^,]*\.v0, lambda (bound\d+)/.exec(around) ?? [];
    expect(outer).toBeDefined();
    expect(own).toBeDefined();
    expect(own).not.toBe(outer);
  });
});

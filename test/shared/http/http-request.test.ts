import { ProblemError } from '../../../shared/errors';
import { requestFromEvent } from '../../../shared/http/http-request';
import { httpEvent } from '../../functions/http-event';

const closed = { public: false };
const queryOf = (query: string) => Object.fromEntries(requestFromEvent(httpEvent('get-series', { query }), closed).query);

test('an event of API Gateway is a request', () => {
  const { pathParameters, query } = requestFromEvent(httpEvent('get-series'), closed);
  expect(pathParameters).toEqual({ table: 'SensorReadings' });
  expect(query.get('where')).toEqual(['device_id:sensor-001', 'location!:warehouse-b']);
});

test('a parameter that is given twice has both values, commas and all', () => {
  expect(queryOf('where=a:1,2&where=b:3&select=avg(x)')).toEqual({ where: ['a:1,2', 'b:3'], select: ['avg(x)'] });
});

test.each([
  ['', {}],
  ['a', { a: [''] }],
  ['a=', { a: [''] }],
  ['a=b=c', { a: ['b=c'] }],
  ['&a=1&', { a: ['1'] }],
  ['a=x+y%2Bz', { a: ['x y+z'] }],
  ['%61=%E2%9A%98%00%27', { a: ['⚘\0\''] }],
  ['__proto__=1', { ['__proto__']: ['1'] }],
])('the query string %j', (text, query) => {
  expect(queryOf(text)).toEqual(query);
});

test.each(['a=%', 'a=%zz', 'a=%ff', '%=a'])('%s cannot be decoded and is refused by name', (text) => {
  expect(() => queryOf(`${text}&b=1`)).toThrow(
    expect.objectContaining({ code: 'invalid-request', errors: [{ parameter: text.startsWith('%') ? '%' : 'a', message: expect.stringContaining('hex') }] }),
  );
});

test.each([
  ['no authorizer', undefined],
  ['empty claims', {}],
])('a request with %s is nobody', (_name, claims) => {
  const event = httpEvent('get-series', { claims });
  expect(() => requestFromEvent(event, closed)).toThrow(ProblemError);
  expect(() => requestFromEvent(event, closed)).toThrow(expect.objectContaining({ code: 'unauthorized' }));
  expect(requestFromEvent(event, { public: true }).pathParameters).toEqual({ table: 'SensorReadings' });
});

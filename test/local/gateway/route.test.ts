/** Which route a request meets. */
import { matchRoute, type Route } from '../../../local/gateway/route';

const routes: readonly Route[] = ['$default', 'ANY /{proxy+}', 'GET /pets/{proxy+}', 'GET /pets/{id}', 'ANY /pets/{id}', 'GET /pets/dog', 'GET /pets/{kind}/names', 'GET /pets/dog/{name}', 'GET /'].map((key) => {
  const [method = '', path = '$default'] = key.split(' ');
  return { method: path === '$default' ? 'ANY' : method, path, functionName: key, authorizer: false };
});

function keyFor(method: string, path: string, among = routes): string | undefined {
  return matchRoute(among, method, path)?.route.functionName;
}

describe('a request', () => {
  it.each([
    ['GET', '/', 'GET /'],
    ['POST', '/', '$default'],
    ['GET', '/pets/dog', 'GET /pets/dog'],
    ['GET', '/pets/cat', 'GET /pets/{id}'],
    ['POST', '/pets/cat', 'ANY /pets/{id}'],
    ['POST', '/pets/dog', 'ANY /pets/{id}'],
    ['GET', '/pets/cat/names', 'GET /pets/{kind}/names'],
    ['GET', '/pets/dog/names', 'GET /pets/dog/{name}'],
    ['GET', '/pets/cat/names/all', 'GET /pets/{proxy+}'],
    ['GET', '/pets/', 'ANY /{proxy+}'],
    ['GET', '/pets', 'ANY /{proxy+}'],
    ['HEAD', '/pets/dog', 'ANY /pets/{id}'],
  ])('%s %s meets the most specific route, %s', (method, path, key) => {
    expect(keyFor(method, path)).toBe(key);
  });

  it('meets nothing where no route matches', () => {
    const few = routes.filter((route) => route.path === '/pets/dog' || route.path === '/pets/{id}');
    expect(keyFor('GET', '/', few)).toBeUndefined();
    expect(keyFor('GET', '/pets/', few)).toBeUndefined();
    expect(keyFor('GET', '/pets/dog/', few)).toBeUndefined();
    expect(keyFor('HEAD', '/pets/dog', few.filter((route) => route.method === 'GET'))).toBeUndefined();
  });

  it('brings its path parameters and the route key', () => {
    expect(matchRoute(routes, 'GET', '/pets/a b/names')).toMatchObject({ routeKey: 'GET /pets/{kind}/names', pathParameters: { kind: 'a b' } });
    expect(matchRoute(routes, 'PUT', '/x/y/z')).toMatchObject({ routeKey: 'ANY /{proxy+}', pathParameters: { proxy: 'x/y/z' } });
    expect(matchRoute(routes, 'PUT', '/')).toMatchObject({ routeKey: '$default', pathParameters: {} });
  });
});

/** The HTTP API's routes and which of them a request meets: the most specific one, as API Gateway decides. */

export interface Route {
  /** `GET`, or `ANY` for every method. */
  readonly method: string;
  /** `/v1/tables/{table}`, `/files/{proxy+}`, or `$default` for what nothing else matches. */
  readonly path: string;
  readonly functionName: string;
  /** True when a JWT authorizer stands before the function. */
  readonly authorizer: boolean;
  /** The token must have one of them, where the route names any. */
  readonly scopes?: readonly string[];
}

export interface RouteMatch {
  readonly route: Route;
  /** `GET /v1/tables/{table}`, as in the event. */
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
}

export const defaultPath = '$default';

/**
 * Static segments beat parameters, parameters beat a greedy one, read from the left; then a method beats ANY.
 * https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html
 * @param path decoded: the service decodes before it routes, so an encoded slash parts segments
 */
export function matchRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  const candidates = routes.filter((route) => route.method === method || route.method === 'ANY');
  const [best] = candidates
    .flatMap((route) => {
      const pathParameters = matchPath(route.path, path);
      return pathParameters === undefined ? [] : [{ route, pathParameters, rank: rankOf(route) }];
    })
    .sort((a, b) => (a.rank < b.rank ? -1 : 1));
  return best && { route: best.route, routeKey: routeKeyOf(best.route), pathParameters: best.pathParameters };
}

function routeKeyOf({ method, path }: Route): string {
  return path === defaultPath ? defaultPath : `${method} ${path}`;
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  if (pattern === defaultPath) return {};
  const wanted = pattern.split('/');
  const segments = path.split('/');
  const parameters: [string, string][] = [];
  for (const [index, segment] of wanted.entries()) {
    const parameter = /^\{([^}+]+)(\+?)\}$/.exec(segment);
    const isGreedy = parameter?.[2] === '+';
    const value = isGreedy ? segments.slice(index).join('/') : (segments[index] ?? '');
    if (parameter?.[1] === undefined ? value !== segment || index >= segments.length : value === '') return undefined;
    if (parameter?.[1] !== undefined) parameters.push([parameter[1], value]);
    if (isGreedy) return Object.fromEntries(parameters);
  }
  return wanted.length === segments.length ? Object.fromEntries(parameters) : undefined;
}

/** Sorts as text: one character a segment, the method last. */
function rankOf({ method, path }: Route): string {
  if (path === defaultPath) return '9';
  const segments = path.split('/').map((segment) => (segment.endsWith('+}') ? '3' : segment.startsWith('{') ? '2' : '1'));
  return segments.join('') + (method === 'ANY' ? '2' : '1');
}

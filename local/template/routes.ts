/** The HTTP API's routes, each with the function behind it; local/gateway serves them. */
import { functionNameOf } from './functions';
import type { PackagedRoute } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

export function routesOf(resolver: Resolver): readonly PackagedRoute[] {
  const functionByIntegration = new Map(resolver.resources('AWS::ApiGatewayV2::Integration')
    .map((resource) => [resource.logicalId, integratedFunction(Properties.of(resource, resolver))]));
  return resolver.resources('AWS::ApiGatewayV2::Route').map((resource) => {
    const properties = Properties.of(resource, resolver);
    const [method, path] = properties.text('RouteKey').split(' ');
    if (method === undefined || path === undefined) return properties.refuse('RouteKey', `${properties.text('RouteKey')} is not supported`);
    const functionName = functionByIntegration.get(properties.text('Target').replace(/^integrations\//, ''));
    if (functionName === undefined) return properties.refuse('Target', 'names no integration');
    const scopes = properties.texts('AuthorizationScopes');
    return { method, path, functionName, authorizer: hasAuthorizer(properties), ...(scopes.length > 0 ? { scopes } : {}) };
  });
}

function integratedFunction(properties: Properties): string {
  if (properties.text('IntegrationType') !== 'AWS_PROXY') properties.refuse('IntegrationType', 'only AWS_PROXY is supported');
  if (properties.optionalText('PayloadFormatVersion') !== '2.0') properties.refuse('PayloadFormatVersion', 'only 2.0 is supported');
  return functionNameOf(properties.text('IntegrationUri'));
}

function hasAuthorizer(properties: Properties): boolean {
  const type = properties.optionalText('AuthorizationType') ?? 'NONE';
  if (type !== 'NONE' && type !== 'JWT') properties.refuse('AuthorizationType', `${type} is not supported`);
  return type === 'JWT';
}

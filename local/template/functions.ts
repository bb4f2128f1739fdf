/** The template's Lambda functions with their settings for asynchronous invocation; local/lambda runs them. */
import { basename, join } from 'node:path';
import { withoutDynamicReferences } from './dynamic-references';
import type { AsynchronousSettings, PackagedFunction } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** Lambda's defaults: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/aws-resource-lambda-function.html */
const defaultTimeoutSeconds = 3;
const defaultMemoryMb = 128;

/** https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html */
const defaultAsynchronous: AsynchronousSettings = { maximumRetryAttempts: 2, maximumEventAgeMs: 6 * 60 * 60 * 1000 };

/** @param folder where the packaged zips lie, named as the template's S3 keys end */
export function functionsOf(resolver: Resolver, folder: string): readonly PackagedFunction[] {
  const asynchronousByName = new Map(resolver.resources('AWS::Lambda::EventInvokeConfig')
    .map((resource) => asynchronousSettings(Properties.of(resource, resolver))));
  return resolver.resources('AWS::Lambda::Function').map((resource) => {
    const properties = Properties.of(resource, resolver);
    refuseUnsupported(properties);
    const name = properties.optionalText('FunctionName') ?? resource.logicalId;
    const reservedConcurrency = properties.optionalNumber('ReservedConcurrentExecutions');
    return {
      name,
      arn: String(resolver.resolve({ 'Fn::GetAtt': [resource.logicalId, 'Arn'] }, properties.path)),
      handler: properties.text('Handler'),
      zip: join(folder, basename(properties.child('Code').text('S3Key'))),
      environment: environmentOf(properties),
      timeoutMs: (properties.optionalNumber('Timeout') ?? defaultTimeoutSeconds) * 1000,
      memoryMb: properties.optionalNumber('MemorySize') ?? defaultMemoryMb,
      ...(reservedConcurrency === undefined ? {} : { reservedConcurrency }),
      asynchronous: asynchronousByName.get(name) ?? defaultAsynchronous,
    };
  });
}

function refuseUnsupported(properties: Properties): void {
  if (!properties.text('Runtime').startsWith('nodejs')) properties.refuse('Runtime', `${properties.text('Runtime')} is not supported`);
  for (const name of ['Layers', 'ImageConfig', 'FileSystemConfigs']) {
    if (properties.names().includes(name)) properties.refuse(name, 'is not supported');
  }
}

function environmentOf(properties: Properties): Record<string, string> {
  const variables = properties.optionalChild('Environment')?.optionalChild('Variables');
  if (variables === undefined) return {};
  return Object.fromEntries(variables.names().map((name) => [name, withoutDynamicReferences(variables.text(name), `${variables.path}.${name}`)]));
}

function asynchronousSettings(properties: Properties): [functionName: string, AsynchronousSettings] {
  const destinations = properties.optionalChild('DestinationConfig');
  if (destinations?.names().includes('OnSuccess') === true) destinations.refuse('OnSuccess', 'is not supported');
  const onFailure = destinations?.optionalChild('OnFailure')?.text('Destination');
  const maximumEventAgeSeconds = properties.optionalNumber('MaximumEventAgeInSeconds');
  return [functionNameOf(properties.text('FunctionName')), {
    maximumRetryAttempts: properties.optionalNumber('MaximumRetryAttempts') ?? defaultAsynchronous.maximumRetryAttempts,
    maximumEventAgeMs: maximumEventAgeSeconds === undefined ? defaultAsynchronous.maximumEventAgeMs : maximumEventAgeSeconds * 1000,
    ...(onFailure === undefined ? {} : { onFailure }),
  }];
}

/** A function is named by its name or its ARN. */
export function functionNameOf(nameOrArn: string): string {
  return nameOrArn.replace(/^arn:[^:]*:lambda:[^:]*:[^:]*:function:/, '');
}

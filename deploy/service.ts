/** The deployable shape of a service: what serverless.yml takes from tables.json through resources.cjs. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { apiExtensions, apiParameters } from './api';
import { dropUnfinishedUploads, notPublic } from './buckets';
import { merged, type Output, type Resources, type Value } from './cloudformation';
import { deadLetterResources } from './dead-letters';
import { decodingFunction, hashKeyResources, type DecodingFunction } from './hash-key';
import { iotResources, ruleOutputs } from './iot';
import { namesOf, type Names, type Settings } from './names';
import { functionRoles } from './roles';
import { streamOutputs, streamResources } from './stream';
import { tagged, tagProperties } from './tags';
import { timestreamResources } from './timestream';

export { parseTables } from '../shared/tables/parse-tables';
export { adviceOn } from './advice';

export interface DeployedService {
  readonly names: Names;
  readonly template: {
    readonly Parameters: Readonly<Record<string, Value>>;
    readonly Resources: Resources;
    readonly extensions: object;
    readonly Outputs: Readonly<Record<string, Output>>;
  };
  readonly decodingFunction: DecodingFunction;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * The tool's own bucket is kept like the others: the packages in it are the way back to an earlier version. For that, none of
 * them expires; the tool removes all but the last few itself.
 */
const deploymentBucketExtension = (tags: ServiceDefinition['tags']) => ({
  ServerlessDeploymentBucket: {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: notPublic,
      LifecycleConfiguration: { Rules: [{ Id: 'unfinished-uploads', Status: 'Enabled', ...dropUnfinishedUploads }] },
      ...tagProperties(tags),
    },
  },
});

/** @param settings what the deploy tool knows and tables.json does not */
export function deployedService(service: ServiceDefinition, settings: Settings): DeployedService {
  const names = namesOf(service, settings);
  return {
    names,
    template: {
      Parameters: apiParameters,
      Resources: tagged(merged(
        timestreamResources(service, names),
        iotResources(service, names),
        streamResources(service, names),
        deadLetterResources(names),
        hashKeyResources(service, names),
        functionRoles(service, names),
      ), service.tags),
      extensions: { ...apiExtensions, ...deploymentBucketExtension(service.tags) },
      Outputs: { ...ruleOutputs(service), ...streamOutputs(service, names) },
    },
    decodingFunction: decodingFunction(service, names),
    tags: service.tags,
  };
}

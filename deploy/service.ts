/** The deployable shape of a service: what serverless.yml takes from tables.json through resources.cjs. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { apiExtensions, apiParameters } from './api';
import { dropUnfinishedUploads, notPublic } from './buckets';
import { merged, type Resources, type Value } from './cloudformation';
import { deadLetterResources } from './dead-letters';
import { iotResources } from './iot';
import { namesOf, type Names, type Settings } from './names';
import { functionRoles } from './roles';
import { streamResources } from './stream';
import { timestreamResources } from './timestream';

export { parseTables } from '../shared/tables/parse-tables';

export interface DeployedService {
  readonly names: Names;
  readonly template: {
    readonly Parameters: Readonly<Record<string, Value>>;
    readonly Resources: Resources;
    readonly extensions: object;
  };
}

/**
 * The tool's own bucket is kept like the others: the packages in it are the way back to an earlier version. For that, none of
 * them expires; the tool removes all but the last few itself.
 */
const deploymentBucketExtension = {
  ServerlessDeploymentBucket: {
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      PublicAccessBlockConfiguration: notPublic,
      LifecycleConfiguration: { Rules: [{ Id: 'unfinished-uploads', Status: 'Enabled', ...dropUnfinishedUploads }] },
    },
  },
};

/** @param settings what the deploy tool knows and tables.json does not */
export function deployedService(service: ServiceDefinition, settings: Settings): DeployedService {
  const names = namesOf(service, settings);
  return {
    names,
    template: {
      Parameters: apiParameters,
      Resources: merged(
        timestreamResources(service, names),
        iotResources(service, names),
        streamResources(names),
        deadLetterResources(names),
        functionRoles(service, names),
      ),
      extensions: { ...apiExtensions, ...deploymentBucketExtension },
    },
  };
}

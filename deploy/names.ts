/** The physical names of one stage; every one carries the stage, so that stages share an account without meeting. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { databaseName } from '../shared/tables/database-name';

export interface Settings {
  readonly stage: string;
  /** Bucket names are unique in the whole world; this is what makes them so. */
  readonly bucketPrefix: string;
}

export interface Names {
  readonly service: string;
  readonly stage: string;
  readonly database: string;
  readonly deadLetterBucket: string;
  readonly deadLetterQueue: string;
  readonly stream: string;
}

export function namesOf(service: ServiceDefinition, { stage, bucketPrefix }: Settings): Names {
  const prefix = `${service.service}-${stage}`;
  return {
    service: service.service,
    stage,
    database: databaseName(service, stage),
    deadLetterBucket: `${bucketPrefix}-${stage}-dead-letters`,
    deadLetterQueue: `${prefix}-dead-letters`,
    stream: `${prefix}-readings`,
  };
}

/** The name of a function as the deploy tool makes it of the key in serverless.yml. */
export const functionName = ({ service, stage }: Names, key: string): string => `${service}-${stage}-${key}`;

/** The logical id of a function as the deploy tool makes it: `ingest-iot` is IngestDashiotLambdaFunction. */
export const functionId = (key: string): string => `${key.charAt(0).toUpperCase()}${key.slice(1).replaceAll('-', 'Dash')}LambdaFunction`;

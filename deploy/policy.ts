/** IAM roles with inline policies: exactly what is named, for exactly what it is named for. */
import { arn, type Resource, type Value } from './cloudformation';
import { functionName, type Names } from './names';

export interface Grant {
  readonly actions: readonly string[];
  readonly resources: readonly Value[];
}

/**
 * A role that one AWS service takes on.
 *
 * @param condition when it may; a service that names no source account has none, and iam:PassRole alone keeps the role in this one
 */
export function roleFor(service: string, grants: readonly Grant[], condition?: Value): Resource {
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{
          Effect: 'Allow',
          Principal: { Service: service },
          Action: 'sts:AssumeRole',
          ...(condition === undefined ? {} : { Condition: condition }),
        }],
      },
      Policies: [{
        PolicyName: 'grants',
        PolicyDocument: {
          Version: '2012-10-17',
          Statement: grants.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources })),
        },
      }],
    },
  };
}

/** The role of one function, which may write its own log beside what it is granted. */
export function functionRole(names: Names, key: string, grants: readonly Grant[]): Resource {
  const logStreams = arn('logs', `log-group:/aws/lambda/${functionName(names, key)}:log-stream:*`);
  return roleFor('lambda.amazonaws.com', [{ actions: ['logs:CreateLogStream', 'logs:PutLogEvents'], resources: [logStreams] }, ...grants]);
}

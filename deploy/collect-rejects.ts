/** What lets S3 call functions/collect-rejects for each report on late arrivals, and what becomes of a report it fails on. */
import { arn, arnOf, bucketArn, type Resources, type Value } from './cloudformation';
import { functionId, functionName, type Names } from './names';

const collectFunction = 'collect-rejects';

/** The bucket waits for it: S3 tries the permission when the notification is made. */
export const collectPermissionId = 'CollectRejectsPermission';

/** By name: the function's permission names the bucket, and so a reference would be a circle. */
export const collectFunctionArn = (names: Names): Value => arn('lambda', `function:${functionName(names, collectFunction)}`);

/** Lambda's highest: a report is small, and whoever repairs the function needs time. */
const maxEventAgeSeconds = 6 * 3600;
const maxRetries = 2;

/** @param bucket the ARN of the dead-letter bucket, as a reference */
export function collectResources(names: Names, bucket: Value): Resources {
  return {
    [collectPermissionId]: {
      Type: 'AWS::Lambda::Permission',
      Properties: {
        FunctionName: arnOf(functionId(collectFunction)),
        Action: 'lambda:InvokeFunction',
        Principal: 's3.amazonaws.com',
        SourceArn: bucketArn(names.deadLetterBucket),
        // A bucket's ARN names no account, and its name may one day be somebody else's.
        SourceAccount: { Ref: 'AWS::AccountId' },
      },
    },
    CollectRejectsInvocation: {
      Type: 'AWS::Lambda::EventInvokeConfig',
      Properties: {
        FunctionName: { Ref: functionId(collectFunction) },
        Qualifier: '$LATEST',
        MaximumRetryAttempts: maxRetries,
        MaximumEventAgeInSeconds: maxEventAgeSeconds,
        DestinationConfig: { OnFailure: { Destination: bucket } },
      },
    },
  };
}

/** Which functions the buckets tell of new objects; local/s3 sends the events. Queues are told nothing here: there are none. */
import type { PackagedNotification } from './packaged-service';
import { Properties } from './properties';
import type { Resolver } from './resolve';

/** https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-how-to-event-types-and-destinations.html */
const knownEvents = ['s3:ObjectCreated:*', 's3:ObjectCreated:Put', 's3:ObjectCreated:Copy', 's3:ObjectCreated:CompleteMultipartUpload'];

export function notificationsOf(resolver: Resolver): readonly PackagedNotification[] {
  return resolver.resources('AWS::S3::Bucket').flatMap((resource) => {
    const properties = Properties.of(resource, resolver);
    const configurations = properties.optionalChild('NotificationConfiguration')?.children('LambdaConfigurations') ?? [];
    return configurations.map((configuration) => {
      configuration.refuseOthers(['Event', 'Function', 'Filter']);
      const event = configuration.text('Event');
      if (!knownEvents.includes(event)) configuration.refuse('Event', `${event} is not supported`);
      return {
        bucket: properties.optionalText('BucketName') ?? resource.logicalId,
        functionArn: configuration.text('Function'),
        events: [event],
        ...filterOf(configuration.optionalChild('Filter')),
      };
    });
  });
}

function filterOf(filter: Properties | undefined): { prefix: string; suffix: string } {
  const found = { prefix: '', suffix: '' };
  for (const rule of filter?.child('S3Key').children('Rules') ?? []) {
    const name = rule.text('Name').toLowerCase();
    if (name !== 'prefix' && name !== 'suffix') rule.refuse('Name', `${name} is neither prefix nor suffix`);
    else found[name] = rule.text('Value');
  }
  return found;
}

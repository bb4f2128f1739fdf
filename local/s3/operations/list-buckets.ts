/** ListBuckets: https://docs.aws.amazon.com/AmazonS3/latest/API/API_ListBuckets.html */
import { xmlAnswer, xmlNamespace, type S3Operation } from '../s3-answer';
import { refuseUnsupported } from '../refuse-unsupported';
import { element, xmlDocument } from '../xml';

export const listBuckets: S3Operation = async (request, store) => {
  refuseUnsupported(request, {});
  const buckets = (await store.buckets()).map(({ name, createdMs }) =>
    element('Bucket', [element('Name', name), element('CreationDate', new Date(createdMs).toISOString())]),
  );
  const owner = element('Owner', [element('ID', 'local'), element('DisplayName', 'local')]);
  return xmlAnswer(xmlDocument(element('ListAllMyBucketsResult', [owner, element('Buckets', buckets)], xmlNamespace)));
};

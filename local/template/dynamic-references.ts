/** Dynamic references in texts, which CloudFormation resolves while it deploys; functions reads environment values through it. */
import { TemplateError } from './template-error';

/** https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references.html */
const dynamicReference = /\{\{resolve:([^:}]*):([^}]*)\}\}/g;

/** The part of a secret that is its text: https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html */
const wholeSecret = /^([^:]+)(:SecretString)?$/;

/**
 * A secret that AWS would generate has a fixed value here, made of its name: what is hashed with it stays the same over restarts, and
 * nobody takes it for a secret.
 * @throws TemplateError for a reference to something else, or to a part or version of a secret
 */
export function withoutDynamicReferences(text: string, path: string): string {
  return text.replace(dynamicReference, (reference, service: string, key: string) => {
    const [, name] = service === 'secretsmanager' ? wholeSecret.exec(key) ?? [] : [];
    if (name === undefined) throw new TemplateError(path, `${reference} is not supported`);
    return `local-${name}`;
  });
}

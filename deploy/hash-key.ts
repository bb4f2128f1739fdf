/** The key of hashed dimensions: made once by AWS, kept, and handed to the functions that decode readings. */
import type { ServiceDefinition } from '../shared/tables/definition';
import { retained, type Resources } from './cloudformation';
import type { Names } from './names';

/** SHA-256 takes no more than it has bytes of hash: https://www.rfc-editor.org/rfc/rfc2104#section-3. Letters and digits have 6 bits. */
const keyLength = 64;

const secretId = 'DimensionHashKey';

/** What serverless.yml gives to each function that decodes readings. */
export interface DecodingFunction {
  readonly environment: Readonly<Record<string, string>>;
  /** A reference in a text does not make CloudFormation wait, unlike `Ref`. */
  readonly dependsOn: readonly string[];
}

/** Retained: with another key every device would be another series. */
export function hashKeyResources(service: ServiceDefinition, names: Names): Resources {
  return !hasHash(service) ? {} : {
    [secretId]: retained({
      Type: 'AWS::SecretsManager::Secret',
      Properties: {
        Name: names.hashKey,
        Description: 'Key of the hashed dimensions in tables.json; with another one every device is another series',
        GenerateSecretString: { PasswordLength: keyLength, ExcludePunctuation: true },
      },
    }),
  };
}

/**
 * The key as a plain text that CloudFormation resolves, because intrinsic functions break packaging offline:
 * https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/dynamic-references-secretsmanager.html
 */
export function decodingFunction(service: ServiceDefinition, names: Names): DecodingFunction {
  if (!hasHash(service)) return { environment: {}, dependsOn: [] };
  return { environment: { DIMENSION_HASH_KEY: `{{resolve:secretsmanager:${names.hashKey}:SecretString}}` }, dependsOn: [secretId] };
}

function hasHash({ tables }: ServiceDefinition): boolean {
  return tables.some(({ dimensions }) => dimensions.some(({ hash }) => hash !== undefined));
}

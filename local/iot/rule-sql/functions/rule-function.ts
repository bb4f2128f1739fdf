/** The functions a rule may call, by name, and why it may not call others; parse-call asks here. */
import type { RuleFunction } from '../expression';
import { collectionFunctions } from './collection';
import { hashFunctions } from './hash';
import { messageFunctions } from './message';
import { numberFunctions } from './number';
import { patternFunctions } from './pattern';
import { textFunctions } from './text';
import { timeFunctions } from './time';

// The list and its behaviour: https://docs.aws.amazon.com/iot/latest/developerguide/iot-sql-functions.html
const functions: ReadonlyMap<string, RuleFunction> = new Map(
  [messageFunctions, textFunctions, patternFunctions, numberFunctions, hashFunctions, timeFunctions, collectionFunctions]
    .flat().map((each) => [each.name, each]),
);

const needsAws = 'it asks an AWS service that does not run here';
const needsMqtt5 = 'the broker speaks MQTT 3.1.1, whose messages have no properties';

/** Documented, and not here. */
const refused: Readonly<Record<string, string>> = {
  accountid: 'no account owns the rule here',
  aws_lambda: needsAws,
  bitnot: 'its documented example, 13 to 2, fits no width of numbers',
  get_dynamodb: needsAws,
  get_mqtt_property: needsMqtt5,
  get_registry_data: needsAws,
  get_secret: needsAws,
  get_thing_shadow: needsAws,
  get_user_properties: needsMqtt5,
  machinelearning_predict: needsAws,
  md2: 'this Node has no MD2',
  principal: 'clients do not authenticate here',
  sourceip: 'the journal keeps no addresses',
};

/** @param name in lower case: names are case-insensitive, as all words of the language but field names */
export function ruleFunction(name: string): RuleFunction | undefined {
  return functions.get(name);
}

/** Why a documented function is not supported; undefined for a name that no document knows. */
export function refusedFunction(name: string): string | undefined {
  return Object.hasOwn(refused, name) ? refused[name] : undefined;
}

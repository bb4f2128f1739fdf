/** Turns template values with intrinsic functions into plain values; properties reads every resource through it. */
import { isConditionTrue } from './conditions';
import { type Json, type JsonObject, asList, asPair, asText, isList, isObject } from './json';
import { pseudoParameters } from './pseudo-parameters';
import { type ResourceNames, attributeOf, refTo } from './references';
import { TemplateError } from './template-error';

export interface Template {
  readonly Parameters?: JsonObject;
  readonly Conditions?: JsonObject;
  readonly Resources: JsonObject;
}

export interface Resource {
  readonly logicalId: string;
  readonly type: string;
  readonly properties: JsonObject;
}

/** Resolves against one template. Nothing is resolved before it is asked for, so what nobody reads may be anything. */
export class Resolver {
  /** References being followed, so that a circle ends in an error. */
  private readonly following = new Set<string>();

  constructor(
    private readonly template: Template,
    private readonly parameters: Readonly<Record<string, string>>,
  ) {}

  /** The resources of a type, less those whose condition is false. */
  resources(type: string): readonly Resource[] {
    return Object.keys(this.template.Resources)
      .map((logicalId) => this.resource(logicalId))
      .filter((resource) => resource !== undefined)
      .filter((resource) => resource.type === type);
  }

  /** @returns undefined where the value is `AWS::NoValue`: the property counts as not given */
  resolve(value: Json, path: string): Json | undefined {
    if (isList(value)) {
      return value.map((item, index) => this.resolve(item, `${path}.${index}`)).filter((item) => item !== undefined);
    }
    if (!isObject(value)) return value;
    const [name, ...others] = Object.keys(value);
    if (name !== undefined && others.length === 0 && (name === 'Ref' || name.startsWith('Fn::'))) {
      return this.call(name, value[name] ?? null, `${path}.${name}`);
    }
    const entries = Object.entries(value).map(([key, item]) => [key, this.resolve(item, `${path}.${key}`)] as const);
    return Object.fromEntries(entries.filter((entry): entry is [string, Json] => entry[1] !== undefined));
  }

  private call(name: string, argument: Json, path: string): Json | undefined {
    switch (name) {
      case 'Ref': return this.ref(asText(argument, path), path);
      case 'Fn::GetAtt': return this.getAtt(argument, path);
      case 'Fn::Sub': return this.sub(argument, path);
      case 'Fn::Join': {
        const [separator, items] = asPair(this.resolve(argument, path), path);
        return asList(items, path).map((item) => asText(item, path)).join(asText(separator, path));
      }
      case 'Fn::Split': {
        const [separator, text] = asPair(this.resolve(argument, path), path);
        return asText(text, path).split(asText(separator, path));
      }
      case 'Fn::Select': {
        const [index, items] = asPair(this.resolve(argument, path), path);
        const item = asList(items, path)[Number(index)];
        if (item === undefined) throw new TemplateError(path, `there is no item ${String(index)}`);
        return item;
      }
      case 'Fn::If': {
        const [condition, whenTrue, whenFalse] = asList(argument, path);
        if (whenTrue === undefined || whenFalse === undefined) throw new TemplateError(path, 'takes a condition and two values');
        return this.resolve(this.condition(asText(condition ?? null, path), path) ? whenTrue : whenFalse, path);
      }
      default: throw new TemplateError(path, `${name} is not supported`);
    }
  }

  private ref(name: string, path: string): Json | undefined {
    if (name === 'AWS::NoValue') return undefined;
    const pseudo = pseudoParameters[name];
    if (pseudo !== undefined) return pseudo;
    if (name.startsWith('AWS::')) throw new TemplateError(path, `${name} is not supported`);
    const parameter = this.template.Parameters?.[name];
    if (isObject(parameter)) return this.parameter(name, parameter, path);
    const { type, names } = this.target(name, path);
    return refTo(type, names) ?? refuse(path, `Ref of ${type} is not supported`);
  }

  private parameter(name: string, parameter: JsonObject, path: string): Json {
    const type = asText(parameter.Type ?? 'String', `Parameters.${name}.Type`);
    if (!['String', 'Number', 'CommaDelimitedList'].includes(type)) throw new TemplateError(`Parameters.${name}.Type`, `${type} is not supported`);
    const value = this.parameters[name] ?? parameter.Default;
    if (value === undefined) throw new TemplateError(path, `parameter ${name} has no value`);
    return type === 'CommaDelimitedList' ? asText(value, path).split(',') : value;
  }

  private getAtt(argument: Json, path: string): string {
    const [logicalId = '', ...rest] = isList(argument) ? argument.map((part) => asText(part, path)) : asText(argument, path).split('.');
    const attribute = rest.join('.');
    const { type, names } = this.target(logicalId, path);
    return attributeOf(type, attribute, names) ?? refuse(path, `attribute ${attribute} of ${type} is not supported`);
  }

  /** `${Name}`, `${Resource.Attribute}` and `${!Literal}`, which stays `${Literal}`. */
  private sub(argument: Json, path: string): string {
    const [text, variables] = isList(argument) ? asPair(argument, path) : [argument, null];
    return asText(text, path).replace(/\$\{([^}]*)\}/g, (_, expression: string) => {
      if (expression.startsWith('!')) return `\${${expression.slice(1)}}`;
      const name = expression.trim();
      const own = isObject(variables) ? variables[name] : undefined;
      const value = own !== undefined
        ? this.resolve(own, path)
        : this.call(name.includes('.') ? 'Fn::GetAtt' : 'Ref', name, path);
      return asText(value ?? null, path);
    });
  }

  private condition(name: string, path: string): boolean {
    const expression = this.template.Conditions?.[name];
    if (expression === undefined) throw new TemplateError(path, `there is no condition ${name}`);
    return this.once(`Conditions.${name}`, path, () => isConditionTrue(expression, `Conditions.${name}`, {
      condition: (other, at) => this.condition(other, at),
      resolve: (value, at) => this.resolve(value, at),
    }));
  }

  private target(logicalId: string, path: string): { type: string; names: ResourceNames } {
    const resource = this.resource(logicalId);
    if (resource === undefined) throw new TemplateError(path, `there is no resource or parameter ${logicalId}`);
    const name = (property: string): string => {
      const at = `Resources.${logicalId}.Properties.${property}`;
      const value = resource.properties[property];
      const resolved = value === undefined ? undefined : this.once(at, path, () => this.resolve(value, at));
      return resolved === undefined ? logicalId : asText(resolved, at);
    };
    return { type: resource.type, names: { logicalId, name } };
  }

  private resource(logicalId: string): Resource | undefined {
    const path = `Resources.${logicalId}`;
    const raw = this.template.Resources[logicalId];
    if (!isObject(raw)) return undefined;
    if (raw.Condition !== undefined && !this.condition(asText(raw.Condition, path), path)) return undefined;
    return { logicalId, type: asText(raw.Type ?? null, `${path}.Type`), properties: isObject(raw.Properties) ? raw.Properties : {} };
  }

  private once<T>(reference: string, path: string, follow: () => T): T {
    if (this.following.has(reference)) throw new TemplateError(path, `${reference} refers to itself`);
    this.following.add(reference);
    try {
      return follow();
    } finally {
      this.following.delete(reference);
    }
  }
}

function refuse(path: string, problem: string): never {
  throw new TemplateError(path, problem);
}

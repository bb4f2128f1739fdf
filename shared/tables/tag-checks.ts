/** The rules of AWS for the tags of tables.json beyond the letters of each one; run by cross-checks. */
import { entriesOf } from './loose';
import { tagKey } from './name-rules';
import { problem, shown, type Path, type Problem } from './problem';

/** https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html allows 50 a resource. */
const maxTags = 50;
/** The deploy tool tags the stack, and CloudFormation passes that on to every resource of it. */
const tagOfTool = 'STAGE';

/** @param tags as tables.json has them; what is not of the expected kind is skipped here, because the schema reports it */
export function tagProblems(tags: unknown): Problem[] {
  const keys = entriesOf(tags).map(([key]) => key);
  const most = maxTags - 1;
  return [
    ...(keys.length > most ? [problem(['tags'], `has ${keys.length} entries, a resource takes ${most} beside ${tagOfTool}`)] : []),
    ...keys.flatMap((key, index) => keyProblems(key, keys.slice(0, index), ['tags', key])),
  ];
}

/** Roles take keys that differ only in case as one: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html */
function keyProblems(key: string, earlier: readonly string[], path: Path): Problem[] {
  const twin = [tagOfTool, ...earlier].find((other) => other.toLowerCase() === key.toLowerCase());
  return [
    ...(tagKey.safeParse(key).error?.issues.map(({ message }) => problem(path, `${shown(key)} ${message}`)) ?? []),
    ...(twin === undefined ? [] : [problem(path, twin === tagOfTool
      ? `${shown(key)} is a tag of the deploy tool, which every resource has`
      : `${shown(key)} differs from ${shown(twin)} only in case; a role takes them as one`)]),
  ];
}

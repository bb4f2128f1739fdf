/** What the caller of a function that does not exist most likely meant; call.ts adds it to the refusal. */

/** Functions of other databases, and invented ones that people reach for, with the service's own. */
export const meantFunctions: Readonly<Record<string, string>> = {
  time_series: 'create_time_series',
  timeseries: 'create_time_series',
  make_timeseries: 'create_time_series',
  to_timeseries: 'create_time_series',
  time_bucket: 'bin',
  date_bin: 'bin',
  time_floor: 'bin',
  histogram_bin: 'bin',
  last: 'max_by(x, time)',
  latest: 'max_by(x, time)',
  last_agg: 'max_by(x, time)',
  arg_max: 'max_by',
  argmax: 'max_by',
  first: 'min_by(x, time)',
  earliest: 'min_by(x, time)',
  arg_min: 'min_by',
  argmin: 'min_by',
  median: 'approx_percentile(x, 0.5)',
  percentile: 'approx_percentile',
  percentile_cont: 'approx_percentile',
  percentile_disc: 'approx_percentile',
  quantile: 'approx_percentile',
  mean: 'avg',
  average: 'avg',
  any_value: 'arbitrary',
  countif: 'count_if',
  collect_list: 'array_agg',
  list_agg: 'array_agg',
  stddev_sample: 'stddev_samp',
  std: 'stddev',
  stdev: 'stddev',
  std_dev: 'stddev',
  var_sample: 'var_samp',
  var: 'variance',
  ifnull: 'coalesce',
  isnull: 'coalesce',
  nvl: 'coalesce',
  to_timestamp: 'from_unixtime, from_milliseconds, from_nanoseconds or from_iso8601_timestamp',
  to_date: 'date',
  from_timestamp: 'to_unixtime or to_milliseconds',
  unix_timestamp: 'to_unixtime',
  getdate: 'now',
  sysdate: 'now',
  datediff: 'date_diff',
  timestampdiff: 'date_diff',
  dateadd: 'date_add',
  timestampadd: 'date_add',
  datetrunc: 'date_trunc',
  strftime: 'date_format',
  to_char: 'date_format or format_datetime',
  strptime: 'date_parse',
  str_to_date: 'date_parse',
  array_length: 'cardinality',
  size: 'cardinality',
  array_size: 'cardinality',
  list_contains: 'array_position',
  array_contains: 'array_position',
  contains: 'array_position',
  array_slice: 'slice',
  array_reverse: 'reverse',
  array_concat: 'concat',
  generate_series: 'sequence',
  range: 'sequence',
  array_to_string: 'array_join',
  string_agg: 'array_join over array_agg',
  listagg: 'array_join over array_agg',
  group_concat: 'array_join over array_agg',
  len: 'length',
  char_length: 'length',
  character_length: 'length',
  substring: 'substr',
  mid: 'substr',
  instr: 'strpos',
  charindex: 'strpos',
  locate: 'strpos',
  ucase: 'upper',
  lcase: 'lower',
  string_split: 'split',
  regexp_match: 'regexp_like',
  regexp_matches: 'regexp_like',
  regexp_substr: 'regexp_extract',
  log: 'ln, log2 or log10',
  trunc: 'truncate',
  interpolate: 'interpolate_linear',
  interpolation: 'interpolate_linear',
  locf: 'interpolate_locf',
  fill: 'interpolate_fill',
  derivative: 'derivative_linear',
  rate: 'derivative_linear',
  non_negative_derivative: 'non_negative_derivative_linear',
  nonnegative_derivative: 'non_negative_derivative_linear',
  integral: 'integral_trapezoidal',
  correlation: 'corr, correlate_pearson or correlate_spearman',
};

/** Families of the engine that the service derives from; the service has none of them. */
const undocumentedNames = /^(?:st_|json_|is_json|map_|url_|ip_|hyper|bing_tile|great_circle_distance$|to_geometry$)|^(?:histogram|numeric_histogram|approx_most_frequent|map|map_agg|multimap_agg|kurtosis|entropy|checksum|transform|any_match|all_match|none_match|zip_with|translate|starts_with|width_bucket|sinh|levenshtein_distance|soundex|format|uuid|parse_json|combinations|ngrams|flatten|reduce_agg)$/;

/** A name that is off by so many letters is a slip of the pen. */
const MAX_DISTANCE = 2;

/**
 * @param known the names that exist
 * @returns the rest of `Function x not registered`
 */
export function meantFunction(name: string, known: Iterable<string>): string {
  const own = Object.hasOwn(meantFunctions, name) ? meantFunctions[name] : undefined;
  if (own !== undefined) return `; ${own} is meant`;
  if (undocumentedNames.test(name)) return "; it is not in the service's documents";
  const nearest = nearestName(name, known);
  return nearest === undefined ? '' : `; ${nearest} is meant, perhaps`;
}

function nearestName(name: string, known: Iterable<string>): string | undefined {
  // Of a short name, two letters are too many.
  let least = Math.min(MAX_DISTANCE, Math.floor(name.length / 2)) + 1;
  let nearest: string | undefined;
  for (const candidate of known) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name, candidate);
    if (distance < least) [least, nearest] = [distance, candidate];
  }
  return nearest;
}

/** Letters to insert, delete or change; row by row of the usual table. */
function editDistance(from: string, to: string): number {
  let above = Array.from({ length: to.length + 1 }, (_letter, index) => index);
  for (const [row, letter] of [...from].entries()) {
    const next = [row + 1];
    for (const [column, other] of [...to].entries()) {
      const changed = (above[column] ?? 0) + (letter === other ? 0 : 1);
      next.push(Math.min(changed, (above[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    above = next;
  }
  return above.at(-1) ?? 0;
}

/** The service documents these functions: each must be callable, under this name. */
import { functionTable } from '../../../../../local/timestream/sql/functions';

/** Names by family, from the developer guide; CASE, CAST, EXTRACT and POSITION are syntax and not listed. */
const documented: Readonly<Record<string, string>> = {
  conditional: 'coalesce if nullif try greatest least',
  mathematical:
    'abs cbrt ceiling ceil degrees e exp floor from_base ln log2 log10 mod pi pow power radians rand random round sign sqrt to_base ' +
    'truncate acos asin atan atan2 cos cosh sin tan tanh infinity is_finite is_infinite is_nan nan',
  string:
    'chr codepoint concat hamming_distance length levenshtein_distance lower lpad ltrim replace reverse rpad rtrim split split_part ' +
    'strpos strrpos substr trim upper',
  array:
    'array_distinct array_intersect array_union array_except array_join array_max array_min array_position array_remove array_sort ' +
    'arrays_overlap cardinality concat element_at repeat reverse sequence shuffle slice zip',
  bitwise: 'bit_count bitwise_and bitwise_not bitwise_or bitwise_xor',
  'regular expression': 'regexp_extract_all regexp_extract regexp_like regexp_replace regexp_split',
  'date and time':
    'current_date current_time current_timestamp now current_timezone date last_day_of_month from_iso8601_timestamp from_iso8601_date ' +
    'to_iso8601 from_milliseconds from_nanoseconds from_unixtime localtime localtimestamp to_milliseconds to_nanoseconds to_unixtime ' +
    'date_trunc date_add date_diff parse_duration bin ago date_format date_parse format_datetime parse_datetime day day_of_month ' +
    'day_of_week day_of_year dow doy hour millisecond minute month nanosecond quarter second week week_of_year year year_of_week yow',
  aggregate:
    'arbitrary array_agg avg bool_and every bool_or count count_if geometric_mean max_by min_by max min sum bitwise_and_agg ' +
    'bitwise_or_agg approx_distinct approx_percentile corr covar_pop covar_samp regr_intercept regr_slope skewness stddev_pop ' +
    'stddev_samp stddev var_pop var_samp variance',
  window: 'cume_dist dense_rank ntile percent_rank rank row_number first_value last_value nth_value lead lag',
  'time series':
    'create_time_series interpolate_linear interpolate_spline_cubic interpolate_locf interpolate_fill derivative_linear ' +
    'non_negative_derivative_linear integral_trapezoidal correlate_pearson correlate_spearman filter reduce',
  'used in examples': 'typeof xxhash64 from_big_endian_64',
};

describe.each(Object.entries(documented))('%s functions', (_family, names) => {
  test.each(names.split(' '))('%s can be called', (name) => {
    expect(functionTable.has(name)).toBe(true);
  });
});

/** English names of months, days and halves of the day, as patterns write them. */

export const monthNames = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December'] as const;
export const dayNames = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'] as const;
export const halfDayNames = ['AM', 'PM'] as const;

/** Three letters are the short form of months and days. */
export function shortName(name: string): string {
  return name.slice(0, 3);
}

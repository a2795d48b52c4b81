// A lease of twenty years is seven thousand days; the engine counts them as whole numbers from 1970-01-01 and speaks in days of the calendar at its edge.

/** The number of a day. */
export const dayNumber = (date: Temporal.PlainDate): number => numberOf(date.year, date.month, date.day);

/** The day of a number. */
export function dayOfNumber(number: number): Temporal.PlainDate {
  const known = dates.get(number);
  if (known) return known;
  const { year, month } = civil(number);
  const date = new Temporal.PlainDate(year, month, number - numberOf(year, month, 1) + 1);
  dates.set(number, date);
  return date;
}

/** `2026-03-01`. */
export function textOfNumber(number: number): string {
  const known = texts.get(number);
  if (known) return known;
  const text = dayOfNumber(number).toString();
  texts.set(number, text);
  return text;
}

/** The calendar month of a day: months counted from year nought. */
export function monthOf(number: number): number {
  const { year, month } = civil(number);
  return year * 12 + month - 1;
}

/** The first day of a calendar month. */
export const firstOfMonth = (month: number): number => numberOf(Math.floor(month / 12), (month % 12) + 1, 1);

/** The same day of the month `months` later, or the month's last one where it is shorter. */
export function addMonths(number: number, months: number): number {
  const month = monthOf(number);
  const first = firstOfMonth(month + months);
  return Math.min(first + number - firstOfMonth(month), firstOfMonth(month + months + 1) - 1);
}

/** Few days are ever asked for, and each many times. */
const dates = new Map<number, Temporal.PlainDate>();
const texts = new Map<number, string>();

/** Counts by eras of 400 years that begin on 1 March, so that a leap day ends its year. */
function numberOf(year: number, month: number, day: number): number {
  const shifted = month <= 2 ? year - 1 : year;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468;
}

function civil(number: number): { readonly year: number; readonly month: number } {
  const days = number + 719_468;
  const era = Math.floor(days / 146_097);
  const dayOfEra = days - era * 146_097;
  const yearOfEra = Math.floor((dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365);
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted < 10 ? shifted + 3 : shifted - 9;
  return { year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month };
}

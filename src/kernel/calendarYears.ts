import years from "./calendarYears.json" with { type: "json" };
import type { HolidayDay, HolidayYear } from "./holidayYear.ts";

/** The years that the product brings along, as announced by the State Council. */
export const bundledYears: readonly HolidayYear[] = years.years;

/** The days off by law alone (Order 795: thirteen a year) of the years not announced when the product was made. */
export const statutoryDates: readonly Pick<HolidayDay, "name" | "date">[] = years.statutory;

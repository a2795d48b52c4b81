import dayjs, { type Dayjs } from "dayjs";

/** A picker shows wall-clock time without a zone: this is the moment it means at `zone`, for the wire. */
export const momentFrom = (picked: Dayjs, zone: string): string => Temporal.PlainDateTime.from(picked.format("YYYY-MM-DDTHH:mm:ss")).toZonedDateTime(zone).toInstant().toString();

/** A moment from the wire as a picker shows it at `zone`. */
export const pickedFrom = (wire: string, zone: string): Dayjs => dayjs(Temporal.Instant.from(wire).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }));

import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, longTextField, monthField, pageOf, pageQuery, textField } from "#kernel/fields.ts";
import { atReading, atRound, atSite, importedField, newReadingShape, readingField, replacementField, roundField, roundLineField, roundStateField, sheetType } from "./fields.ts";
import { metersRights } from "./rights.ts";

const languageField = () => z.enum(["zh", "en"]).default("zh");

export const listRounds = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/rounds",
  summary: "Reading rounds, newest month first, with their progress",
  permission: metersRights.read,
  params: atSite,
  query: z.object({ state: roundStateField().optional(), month: monthField().optional(), ...pageQuery }),
  reply: pageOf(roundField),
});

export const openRound = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/rounds",
  summary: "Open the round of a month on a route: the meters in service on it, in their order",
  permission: metersRights.keep,
  params: atSite,
  body: z.object({ id: idField("round"), routeId: idField("route"), month: monthField(), fromDay: dateField(), toDay: dateField() }),
  reply: roundField,
});

export const getRound = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/rounds/{roundId}",
  summary: "A round with every meter on it: previous values, mean use, who leases, and the reading once taken",
  permission: metersRights.read,
  params: atRound,
  reply: roundField.extend({ lines: z.array(roundLineField) }),
});

export const exportRound = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/rounds/{roundId}/readings.xlsx",
  summary: "The round as an Excel file, in the columns that its import reads",
  permission: metersRights.read,
  params: atRound,
  reply: fileReply(sheetType),
});

export const printRound = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/rounds/{roundId}/prints",
  summary: "Form F20 抄表记录 as PDF, with its proof code",
  permission: metersRights.read,
  params: atRound,
  body: z.object({ language: languageField() }),
  reply: fileReply("application/pdf"),
});

export const takeReading = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/rounds/{roundId}/readings",
  summary: "Read a meter of a round. Sent twice it counts once; a doubtful value is refused until the reader stands by it with a remark",
  permission: metersRights.take,
  params: atRound,
  body: z.object({ meterId: idField("meter"), ...newReadingShape }),
  reply: readingField,
  ratePerMinute: 600,
});

export const importReadings = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/rounds/{roundId}/reading-imports",
  summary: "Take the readings of a round from an Excel or CSV file; rows that cannot be taken are named, the others come in",
  permission: metersRights.take,
  params: atRound,
  query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
  body: fileUpload(5 * 1024 * 1024),
  reply: importedField,
});

export const attachPhoto = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/readings/{readingId}/photo",
  summary: "The photo of a reading, up to 15 MB",
  permission: metersRights.take,
  params: atReading,
  body: fileUpload(15 * 1024 * 1024),
  reply: readingField,
});

export const getPhoto = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/readings/{readingId}/photo",
  summary: "The photo of a reading",
  permission: metersRights.read,
  params: atReading,
  reply: fileReply("image/jpeg", "image/png", "image/webp", "application/octet-stream"),
});

export const listReviews = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/reviews",
  summary: "Readings that wait for a second person, oldest first, and every waiting replacement",
  permission: metersRights.review,
  params: atSite,
  query: z.object({ roundId: idField("round").optional(), ...pageQuery }),
  reply: pageOf(readingField).extend({ replacements: z.array(replacementField) }),
});

export const reviewReading = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/readings/{readingId}/review",
  summary: "Confirm a doubtful reading of somebody else, or send it back to be read again",
  permission: metersRights.review,
  params: atReading,
  body: z.object({ decision: z.enum(["confirmed", "sentBack"]), note: longTextField(300).default("") }),
  reply: readingField,
});

export const closeRound = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/rounds/{roundId}/closure",
  summary: "Call a round done: every meter read, nothing waiting",
  permission: metersRights.keep,
  params: atRound,
  reply: roundField,
});

export const reopenRound = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/rounds/{roundId}/reopening",
  summary: "Open a round again, with the reason, while none of its readings has been settled",
  permission: metersRights.keep,
  params: atRound,
  body: z.object({ reason: textField(300) }),
  reply: roundField,
});

export const metersToday = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/today",
  summary: "What is to be done about meters: rounds being read, readings to review, calibrations due within 30 days, apportionments ready for their bills",
  permission: metersRights.read,
  params: atSite,
  reply: z.object({
    rounds: z.array(roundField),
    waiting: z.number().int(),
    calibrationsDue: z.number().int(),
    settlements: z.array(z.object({ id: idField("settlement"), month: monthField(), kind: z.string(), objectionsUntil: dateField(), openObjections: z.number().int() })),
  }),
});

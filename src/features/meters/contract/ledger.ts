import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import {
  atMeter,
  atSite,
  changeableMeterShape,
  importedField,
  meterField,
  meterKindField,
  meterRoleField,
  meterStateField,
  newMeterShape,
  newReadingShape,
  newReplacementShape,
  readingField,
  replacementField,
  routeField,
  sheetType,
  valuesField,
} from "./fields.ts";
import { metersRights } from "./rights.ts";

const meterFilter = {
  search: searchField().optional(),
  kind: meterKindField().optional(),
  role: meterRoleField().optional(),
  state: meterStateField().optional(),
  routeId: idField("route").optional(),
  unitId: idField("unit").optional(),
  parentId: idField("meter").optional(),
  /** Calibration falls due before this day. */
  calibrationBefore: dateField().optional(),
};

export const listMeters = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/meters",
  summary: "The meter ledger, by meter number",
  permission: metersRights.read,
  params: atSite,
  query: z.object({ ...meterFilter, ...pageQuery }),
  reply: pageOf(meterField),
});

export const exportMeters = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/meters.xlsx",
  summary: "The same ledger as an Excel file, in the columns that its import reads",
  permission: metersRights.read,
  params: atSite,
  query: z.object(meterFilter),
  reply: fileReply(sheetType),
});

export const meterTree = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/tree",
  summary: "Main and common meters of a kind in service with what hangs below each; tenants' meters are counted only",
  permission: metersRights.read,
  params: atSite,
  query: z.object({ kind: meterKindField().default("electricity") }),
  reply: z.object({
    items: z.array(
      z.object({
        id: idField("meter"),
        meterNo: z.string(),
        role: meterRoleField(),
        place: z.string(),
        parentId: idField("meter").nullable(),
        tenantMeters: z.number().int(),
        lastUsage: z.string().nullable(),
      }),
    ),
    /** Tenants' meters below no main meter. */
    loose: z.number().int(),
  }),
});

export const installMeter = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/meters",
  summary: "Enter a meter with its multiplier and opening reading",
  permission: metersRights.keep,
  clause: "2.1.1-5",
  params: atSite,
  body: z.object({ id: idField("meter"), ...newMeterShape, installedOn: dateField(), opening: valuesField() }),
  reply: meterField,
});

export const getMeter = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/meters/{meterId}",
  summary: "A meter, its replacements, and its latest use month by month",
  permission: metersRights.read,
  params: atMeter,
  reply: meterField.extend({
    replacements: z.array(replacementField),
    children: z.number().int(),
    tariff: z.string().nullable(),
    history: z.array(z.object({ readOn: dateField(), usage: z.string(), state: readingField.shape.state, standing: readingField.shape.standing })),
  }),
});

export const changeMeter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/meters/{meterId}",
  summary: "Change where a meter stands, whom it serves and what it costs; the device itself changes by a replacement",
  permission: metersRights.keep,
  params: atMeter,
  body: z.object({ ...changeableMeterShape, version: versionField() }),
  reply: meterField,
});

export const removeMeter = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/meters/{meterId}/removal",
  summary: "Take a meter out of service, with its closing reading where it can still be read",
  permission: metersRights.keep,
  params: atMeter,
  body: z.object({
    reason: textField(300),
    version: versionField(),
    /** What it shows as it is taken out; null where it can no longer be read. */
    closing: z.object(newReadingShape).nullable().default(null),
  }),
  reply: meterField,
});

export const importMeters = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/ledger-imports",
  summary: "Enter meters from an Excel or CSV file, up to 5 MB and 5 000 rows; rows that cannot be entered are named, known meter numbers are left as they are",
  permission: metersRights.keep,
  params: atSite,
  query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
  body: fileUpload(5 * 1024 * 1024),
  reply: importedField,
});

export const listReadings = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/meters/{meterId}/readings",
  summary: "Every reading of a meter, newest first, also those sent back or read again",
  permission: metersRights.read,
  params: atMeter,
  query: z.object(pageQuery),
  reply: pageOf(readingField),
});

export const exportReadings = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/meters/{meterId}/readings.xlsx",
  summary: "The same readings as an Excel file",
  permission: metersRights.read,
  params: atMeter,
  reply: fileReply(sheetType),
});

export const takeHandoverReading = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/meters/{meterId}/readings",
  summary: "Read a meter outside a round, when its unit changes hands",
  permission: metersRights.take,
  clause: "2.1.3-3",
  params: atMeter,
  body: z.object(newReadingShape),
  reply: readingField,
});

export const recordReplacement = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/meters/{meterId}/replacements",
  summary: "Record another device in a meter's place: the old one's final and the new one's opening values; counts once a second person confirms it",
  permission: metersRights.take,
  params: atMeter,
  body: z.object(newReplacementShape),
  reply: replacementField,
});

export const reviewReplacement = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/replacements/{replacementId}/review",
  summary: "Confirm or reject a replacement that somebody else recorded",
  permission: metersRights.review,
  params: z.object({ siteId: idField("site"), replacementId: idField("replacement") }),
  body: z.object({ decision: z.enum(["confirmed", "rejected"]) }),
  reply: replacementField,
});

export const listRoutes = endpoint({
  method: "GET",
  path: "/sites/{siteId}/meters/routes",
  summary: "The routes on which meters are read",
  permission: metersRights.read,
  params: atSite,
  reply: z.object({ items: z.array(routeField) }),
});

export const addRoute = endpoint({
  method: "POST",
  path: "/sites/{siteId}/meters/routes",
  summary: "Add a route",
  permission: metersRights.keep,
  params: atSite,
  body: z.object({ id: idField("route"), name: textField(60) }),
  reply: routeField,
});

export const renameRoute = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/meters/routes/{routeId}",
  summary: "Give a route another name",
  permission: metersRights.keep,
  params: z.object({ siteId: idField("site"), routeId: idField("route") }),
  body: z.object({ name: textField(60), version: versionField() }),
  reply: routeField,
});

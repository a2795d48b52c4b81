import { z } from "zod";
import { endpoint, event, fileReply } from "#kernel/contract.ts";
import { dateField, decimalField, idField, instantField, longTextField, pageOf, pageQuery, textField } from "#kernel/fields.ts";
import { words } from "#kernel/words.ts";
import { type UnitUse, unitUses } from "#features/sites/rules.ts";
import { letterPriceUnits } from "../rules/letters.ts";
import { leasingRights } from "./rights.ts";

const site = { siteId: idField("site") };
const useField = () => z.enum(Object.keys(unitUses) as [UnitUse, ...UnitUse[]]);
const askingField = z.object({ price: decimalField({ digits: 8, places: 6 }), priceUnit: z.enum(letterPriceUnits) });

export const vacancyField = z.object({
  unitId: idField("unit"),
  place: z.string(),
  areaCenti: z.number().int().nullable(),
  use: useField(),
  freeFrom: dateField(),
  asking: askingField.nullable(),
  heldUntil: dateField().nullable(),
});

const areaQuery = () => z.coerce.number().int().min(0).max(100_000_000).optional();
const filters = {
  /** Vacant by this day; today unless told. */
  by: dateField().optional(),
  use: useField().optional(),
  areaMinCenti: areaQuery(),
  areaMaxCenti: areaQuery(),
};
export const listVacancies = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/vacancies",
  summary: "Units to let that are vacant or will be by a day, each with its area, use, asking price and hold",
  permission: leasingRights.readLetters,
  clause: "2.1.1-1",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filters }),
  reply: pageOf(vacancyField),
});
export const exportVacancies = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/vacancies/sheet",
  summary: "The same list as an Excel file",
  permission: leasingRights.readLetters,
  params: z.object(site),
  query: z.object(filters),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const setAsking = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/asking",
  summary: "Say what is asked for units; null takes it back",
  permission: leasingRights.edit,
  params: z.object(site),
  body: z.object({ unitIds: z.array(idField("unit")).min(1).max(500), asking: askingField.nullable() }),
  reply: z.object({ changed: z.number().int() }),
});

export const vacancyListField = z.object({
  id: idField("vacancyList"),
  title: z.string(),
  note: z.string(),
  by: dateField(),
  withPrices: z.boolean(),
  units: z.number().int(),
  createdByName: z.string(),
  createdAt: instantField(),
  expiresAt: instantField(),
  revokedAt: instantField().nullable(),
  views: z.number().int(),
  lastViewedAt: instantField().nullable(),
});
export const shareVacancies = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/vacancy-lists",
  summary: "Make a list of chosen units with a link that ends; the link is told once and not kept",
  permission: leasingRights.edit,
  clause: "2.1.1-1",
  params: z.object(site),
  body: z.object({
    id: idField("vacancyList"),
    title: textField(120),
    note: longTextField(1000).default(""),
    unitIds: z.array(idField("unit")).min(1).max(200),
    by: dateField(),
    until: dateField(),
    withPrices: z.boolean(),
    contactPhone: z.union([z.literal(""), textField(40)]).default(""),
  }),
  reply: z.object({ list: vacancyListField, path: z.string() }),
});
export const listVacancyLists = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/vacancy-lists",
  summary: "The lists that were sent, newest first, each with its views",
  permission: leasingRights.readLetters,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(vacancyListField),
});
const atList = z.object({ ...site, listId: idField("vacancyList") });
export const revokeVacancyList = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/leasing/vacancy-lists/{listId}/revocation",
  summary: "Make the link of a list stop working",
  permission: leasingRights.edit,
  params: atList,
  reply: vacancyListField,
});
export const printVacancyList = endpoint({
  method: "GET",
  path: "/sites/{siteId}/leasing/vacancy-lists/{listId}/paper",
  summary: "A list of vacancies as PDF",
  permission: leasingRights.readLetters,
  clause: "2.1.1-1",
  params: atList,
  query: z.object({ language: z.enum(["zh", "en"]).optional() }),
  reply: fileReply("application/pdf"),
});

/** What whoever holds the link may see: these units and nothing else. */
export const sharedVacanciesField = z.object({
  site: z.string(),
  address: z.string(),
  title: z.string(),
  note: z.string(),
  contactName: z.string(),
  contactPhone: z.string(),
  expiresAt: instantField(),
  withPrices: z.boolean(),
  units: z.array(
    z.object({
      place: z.string(),
      areaCenti: z.number().int().nullable(),
      use: useField(),
      /** Null once it is let beyond the day of the list. */
      freeFrom: dateField().nullable(),
      asking: askingField.nullable(),
    }),
  ),
});
export const viewSharedVacancies = endpoint({
  method: "POST",
  path: "/sites/{siteId}/leasing/vacancy-lists/views",
  summary: "Look at a shared list by its link; the view is counted",
  permission: "public",
  clause: "2.1.1-1",
  params: z.object(site),
  body: z.object({ token: z.string().regex(/^[\w-]{20,100}$/) }),
  reply: sharedVacanciesField,
  ratePerMinute: 30,
});

export const askingChanged = event({
  name: "leasing.asking_changed",
  words: words("调整报价", "Asking price changed"),
  clauses: [],
  subject: "asking",
  facts: z.object({ askingId: z.string(), unitIds: z.array(z.string()), price: z.string().nullable(), priceUnit: z.string().nullable() }),
});
export const vacanciesShared = event({
  name: "leasing.vacancies_shared",
  words: words("发送空置清单", "Vacancies shared"),
  clauses: ["2.1.1-1"],
  subject: "vacancyList",
  facts: z.object({ vacancyListId: idField("vacancyList"), title: z.string(), unitIds: z.array(z.string()), expiresAt: instantField(), withPrices: z.boolean() }),
});
export const vacanciesRevoked = event({
  name: "leasing.vacancies_revoked",
  words: words("停用空置清单链接", "Vacancy link revoked"),
  clauses: [],
  subject: "vacancyList",
  facts: z.object({ vacancyListId: idField("vacancyList"), title: z.string() }),
});

import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { idField, instantField, longTextField, pageOf, pageQuery } from "#kernel/fields.ts";
import { atSite, defectField, defectStateField, listAreaField, listPartField, responsibleField, sheetType } from "./fields.ts";
import { handoverRights } from "./rights.ts";

const languageField = () => z.enum(["zh", "en"]).optional();

/** The list of a version; version 0 is the one every site starts with. */
export const itemListField = z.object({
  version: z.number().int(),
  areas: z.array(listAreaField).readonly(),
  parts: z.array(listPartField).readonly(),
  madeAt: instantField().nullable(),
  madeBy: z.string().nullable(),
});

export const getItemList = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/item-list",
  summary: "What is looked at in every unit of the site: parts by area, with the standard of each; an earlier version by its number",
  permission: handoverRights.read,
  params: atSite,
  query: z.object({ version: z.coerce.number().int().min(0).max(1_000_000).optional() }),
  reply: itemListField.extend({ versions: z.array(z.object({ version: z.number().int(), madeAt: instantField(), madeBy: z.string() })) }),
});

export const saveItemList = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/item-list",
  summary: "A new version of the list; inspections keep the one they were opened with",
  permission: handoverRights.keepList,
  params: atSite,
  body: z.object({
    /** The version this one was made from. */
    version: z.number().int().min(0).max(1_000_000),
    areas: z.array(listAreaField).min(1).max(40),
    parts: z.array(listPartField).min(1).max(200),
  }),
  reply: itemListField,
});

export const exportItemList = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/item-list.xlsx",
  summary: "The list as an Excel file, in the columns that its import reads",
  permission: handoverRights.read,
  params: atSite,
  query: z.object({ language: languageField() }),
  reply: fileReply(sheetType),
});

export const importItemList = endpoint({
  method: "POST",
  path: "/sites/{siteId}/handover/item-list/imports",
  summary: "A new version of the list from an Excel or CSV file in the columns of its export",
  permission: handoverRights.keepList,
  params: atSite,
  body: fileUpload(1024 * 1024),
  reply: itemListField,
});

const defectFilter = {
  state: defectStateField().optional(),
  responsible: responsibleField().optional(),
  inspectionId: idField("inspection").optional(),
  overdue: z.enum(["true", "false"]).default("false"),
};
const atDefect = z.object({ siteId: idField("site"), defectId: idField("defect") });

export const listDefects = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/defects",
  summary: "Defects of signed inspections, the one to be mended first on top",
  permission: handoverRights.read,
  clause: "2.1.1-7",
  params: atSite,
  query: z.object({ ...defectFilter, ...pageQuery }),
  reply: pageOf(defectField),
});

export const exportDefects = endpoint({
  method: "GET",
  path: "/sites/{siteId}/handover/defects.xlsx",
  summary: "The same list as an Excel file",
  permission: handoverRights.read,
  params: atSite,
  query: z.object({ ...defectFilter, language: languageField() }),
  reply: fileReply(sheetType),
});

export const mendDefect = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/defects/{defectId}/mending",
  summary: "Record that a defect was mended",
  permission: handoverRights.mend,
  clause: "2.1.1-7",
  params: atDefect,
  body: z.object({ note: longTextField(500).min(1) }),
  reply: defectField,
});

export const confirmDefect = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/handover/defects/{defectId}/confirmation",
  summary: "Confirm what somebody else mended, or send it back",
  permission: handoverRights.mend,
  clause: "2.1.1-7",
  params: atDefect,
  body: z.object({ isInOrder: z.boolean(), note: longTextField(500).default("") }),
  reply: defectField,
});

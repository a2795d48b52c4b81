import { z } from "zod";
import { endpoint, event, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, instantField, pageOf, pageQuery } from "#kernel/fields.ts";
import { languages, words } from "#kernel/words.ts";
import { leadSources } from "../rules/leads.ts";
import { type LeadColumn, leadColumnNames } from "../rules/leadSheet.ts";
import { tenantsRights } from "./rights.ts";

const site = { siteId: idField("site") };
const one = z.object({ ...site, importId: idField("leadImport") });
const spreadsheet = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

export const leadImportField = z.object({
  id: idField("leadImport"),
  fileName: z.string(),
  state: z.enum(["previewed", "done", "undone"]),
  good: z.number().int(),
  refused: z.number().int(),
  madeByName: z.string(),
  madeAt: instantField(),
});
const previewField = leadImportField.extend({
  /** Titles that were understood, and for what. */
  columns: z.array(z.object({ column: z.enum(leadColumnNames as [LeadColumn, ...LeadColumn[]]), title: z.string() })),
  rows: z.array(
    z.object({
      row: z.number().int(),
      company: z.string(),
      contactName: z.string(),
      phone: z.string(),
      email: z.string(),
      source: z.enum(Object.keys(leadSources) as [keyof typeof leadSources, ...(keyof typeof leadSources)[]]),
      areaMinCenti: z.number().int().nullable(),
      areaMaxCenti: z.number().int().nullable(),
      nextStep: z.string(),
      nextOn: dateField().nullable(),
    }),
  ),
  faults: z.array(
    z.object({
      row: z.number().int(),
      reasons: z.array(z.object({ column: z.string().nullable(), code: z.string(), facts: z.record(z.string(), z.unknown()) })),
      cells: z.array(z.string()),
    }),
  ),
});

export const uploadLeads = endpoint({
  method: "POST",
  path: "/sites/{siteId}/tenants/lead-imports",
  summary: "Read a list of leads (.xlsx or CSV): what would be taken in, and what is wrong with each other row, by row and column",
  permission: tenantsRights.workLeads,
  params: z.object(site),
  body: fileUpload(5 * 1024 * 1024),
  reply: previewField,
  ratePerMinute: 30,
});
export const listLeadImports = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/lead-imports",
  summary: "Imports of leads, newest first",
  permission: tenantsRights.readLeads,
  params: z.object(site),
  query: z.object(pageQuery),
  reply: pageOf(leadImportField),
});
export const getLeadImport = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/lead-imports/{importId}",
  summary: "An import of leads: its good rows, and the others with what is wrong",
  permission: tenantsRights.readLeads,
  params: one,
  reply: previewField,
});
export const exportLeadFaults = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/lead-imports/{importId}/refused-rows.xlsx",
  summary: "The rows kept out as they were, with a column of reasons: to be mended and imported again",
  permission: tenantsRights.readLeads,
  params: one,
  reply: fileReply(spreadsheet),
});
export const runLeadImport = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/lead-imports/{importId}/run",
  summary: "Take the good rows in as leads; one with a next step counts as in touch already",
  permission: tenantsRights.workLeads,
  params: one,
  reply: previewField,
});
export const undoLeadImport = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/tenants/lead-imports/{importId}/undoing",
  summary: "Take an import back while nobody has worked on its leads: each ends as entered twice, and owes nothing",
  permission: tenantsRights.workLeads,
  params: one,
  reply: previewField,
});
export const leadTemplate = endpoint({
  method: "GET",
  path: "/sites/{siteId}/tenants/lead-template.xlsx",
  summary: "An empty list of leads with the titles that are understood",
  permission: tenantsRights.readLeads,
  params: z.object(site),
  query: z.object({ language: z.enum(languages).optional() }),
  reply: fileReply(spreadsheet),
});

const facts = z.object({ leadImportId: idField("leadImport"), fileName: z.string(), fileHash: z.string(), leads: z.number().int(), refused: z.number().int() });
export const leadsImported = event({ name: "tenants.leads_imported", words: words("导入客户接洽", "Leads imported"), clauses: ["2.1.1-1"], subject: "leadImport", facts });
export const leadImportUndone = event({
  name: "tenants.lead_import_undone",
  words: words("撤销客户导入", "Import of leads undone"),
  clauses: ["2.1.1-1"],
  subject: "leadImport",
  facts,
});

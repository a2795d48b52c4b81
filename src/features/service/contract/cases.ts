import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, pageOf, searchField, textField } from "#kernel/fields.ts";
import {
  atCase,
  atSite,
  attributionField,
  caseDutyField,
  caseField,
  caseFilterField,
  caseListQuery,
  caseRowField,
  categoryField,
  channelField,
  entryField,
  fileField,
  kindField,
  meansField,
  problemField,
  severityField,
  wantedText,
} from "./fields.ts";
import { serviceRights } from "./rights.ts";

/** Something the box found. What is known of it is carried along, so that taking a contact needs no second look. */
export const findingField = z.object({
  kind: z.enum(["tenant", "contact", "unit", "case", "lease"]),
  id: z.uuid(),
  label: z.string(),
  detail: z.string(),
  tenantId: idField("tenant").nullable(),
  tenantName: z.string().nullable(),
  contactId: idField("contact").nullable(),
  contactName: z.string().nullable(),
  phone: z.string().nullable(),
  unitId: idField("unit").nullable(),
  place: z.string().nullable(),
  status: z.string().nullable(),
});

export const search = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/search",
  summary: "Find tenants, contacts, units, leases and cases by part of a word, a phone number, a case number or pinyin initials",
  permission: serviceRights.read,
  clause: "2.2.1-1",
  params: atSite,
  query: z.object({ text: searchField(), limit: z.coerce.number().int().min(1).max(50).default(20) }),
  reply: z.object({ items: z.array(findingField) }),
});

/** What taking a contact offers once a tenant is chosen: their people, units and open cases. */
export const getCustomer = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/customers/{tenantId}",
  summary: "A tenant as the desk needs it: contacts, units, leases, open cases",
  permission: serviceRights.read,
  params: z.object({ siteId: idField("site"), tenantId: idField("tenant") }),
  reply: z.object({
    tenantId: idField("tenant"),
    name: z.string(),
    contacts: z.array(z.object({ id: idField("contact"), name: z.string(), post: z.string(), phone: z.string(), email: z.string() })),
    units: z.array(z.object({ id: idField("unit"), place: z.string(), leaseNo: z.string(), leaseStart: dateField(), leaseEnd: dateField() })),
    openCases: z.array(caseRowField),
  }),
});

export const takeCase = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases",
  summary: "Take a contact: the first receiver owns it from now on. Sending the same id again changes nothing",
  permission: serviceRights.take,
  clause: "2.2.1-1",
  params: atSite,
  body: z.object({
    id: idField("case"),
    kind: kindField(),
    channel: channelField(),
    severity: severityField().default("ordinary"),
    attributable: attributionField().default("undecided"),
    category: categoryField().default("other"),
    /** When the tenant spoke to us; now, if left out. */
    receivedAt: instantField().optional(),
    title: longTextField(200).default(""),
    matter: longTextField(5000).default(""),
    tenantId: idField("tenant").nullable().default(null),
    /** For a customer who leases nothing here. */
    customerName: longTextField(200).default(""),
    contactId: idField("contact").nullable().default(null),
    contactName: longTextField(100).default(""),
    contactPhone: longTextField(50).default(""),
    contactEmail: z.union([z.literal(""), z.email().max(200)]).default(""),
    unitId: idField("unit").nullable().default(null),
    /** The place in words, where it is no unit. */
    place: longTextField(200).default(""),
    promisedAt: instantField().nullable().default(null),
    /** The answer given at once, in the words used. */
    answer: z
      .object({ words: wantedText(5000), means: meansField() })
      .nullable()
      .default(null),
  }),
  reply: caseField,
});

export const findDuplicates = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/duplicates",
  summary: "Open or recent cases this contact may be speaking of",
  permission: serviceRights.read,
  params: atSite,
  query: z.object({
    tenantId: idField("tenant").optional(),
    unitId: idField("unit").optional(),
    category: categoryField().optional(),
    text: searchField().optional(),
  }),
  reply: z.object({ items: z.array(caseRowField.extend({ likeness: z.number() })) }),
});

export const listCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/cases",
  summary: "Cases of the site, newest first or by due time",
  permission: serviceRights.read,
  params: atSite,
  query: caseListQuery,
  reply: pageOf(caseRowField),
});

export const exportCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/cases.xlsx",
  summary: "The same list as an Excel file, at most 100 000 rows",
  permission: serviceRights.read,
  params: atSite,
  query: caseFilterField,
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

export const openByUnit = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/open-by-unit",
  summary: "How many cases are open and overdue at each unit",
  permission: serviceRights.read,
  params: atSite,
  reply: z.object({ units: z.array(z.object({ unitId: idField("unit"), open: z.number().int(), overdue: z.number().int() })) }),
});

/** How many cases each view holds; counted up to 1000, `isMore` beyond. */
export const countCases = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/counts",
  summary: "How many cases wait in each view of mine",
  permission: serviceRights.read,
  params: atSite,
  reply: z.object({
    counts: z.array(
      z.object({ view: z.enum(["mine", "unanswered", "overdue", "toAccept", "toTell", "toCallBack", "toClose", "escalated"]), count: z.number().int(), isMore: z.boolean() }),
    ),
  }),
});

export const caseActs = [
  "promise",
  "dispatch",
  "transfer",
  "accept",
  "verify",
  "resolve",
  "progress",
  "feedback",
  "callBack",
  "close",
  "classify",
  "reopen",
  "merge",
  "link",
  "void",
  "openClosure",
  "openCallback",
  "handOver",
  "note",
  "sendRatingLink",
] as const;

/** A case with everything around it. `against` of an act is empty when this reader may do it now; reasons that only the act's own words can clear are left out. */
export const casePageField = z.object({
  case: caseField,
  tenant: z
    .object({
      id: idField("tenant"),
      name: z.string(),
      openCases: z.number().int(),
      units: z.array(z.object({ id: idField("unit"), place: z.string(), leaseNo: z.string(), leaseStart: dateField(), leaseEnd: dateField() })),
    })
    .nullable(),
  timeline: z.array(entryField),
  duties: z.array(caseDutyField),
  files: z.array(fileField),
  links: z.array(z.object({ id: idField("case"), caseNo: z.string(), title: z.string(), status: z.string(), relation: z.enum(["linked", "mergedHere", "mergedInto"]) })),
  repeats: z.array(z.object({ id: idField("case"), caseNo: z.string(), title: z.string(), receivedAt: instantField() })),
  acts: z.array(z.object({ act: z.enum(caseActs), against: z.array(problemField()) })),
});

export const getCase = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/cases/{caseId}",
  summary: "A case: what was said and done, what is owed, what may be done now and what stands against the rest",
  permission: serviceRights.read,
  clause: "2.2.2-3",
  params: atCase,
  reply: casePageField,
});

export const printComplaintForm = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/cases/{caseId}/prints",
  summary: "Print form F06: the same content carries the same proof code, and every print is on record",
  permission: serviceRights.read,
  clause: "2.2.1-4",
  params: atCase,
  body: z.object({ language: z.enum(["zh", "en"]).default("zh") }),
  reply: fileReply("application/pdf"),
});

/** People and departments work may be sent to. */
export const listHandlers = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/handlers",
  summary: "Who serves in which department, for dispatching and handing over",
  permission: serviceRights.read,
  params: atSite,
  reply: z.object({ people: z.array(z.object({ id: idField("person"), name: textField(), departments: z.array(z.string()) })) }),
});

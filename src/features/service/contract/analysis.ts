import { z } from "zod";
import { endpoint, fileReply } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, monthField, textField } from "#kernel/fields.ts";
import { atSite, attributionField, categoryField, causeField, departmentField, kindField, rowsFilterField, wantedText } from "./fields.ts";
import { serviceRights } from "./rights.ts";

/** A figure with the filter that opens its rows in the list of cases. */
const figure = { count: z.number().int(), rows: rowsFilterField };
const minutes = z.number().nullable();

export const analysisField = z.object({
  total: z.object(figure),
  pareto: z.array(z.object({ cause: causeField().nullable(), cumulative: z.number(), ...figure })),
  categories: z.array(z.object({ category: categoryField(), cumulative: z.number(), ...figure })),
  /** By month of receipt, oldest first, months without a case included. */
  trend: z.array(z.object({ month: monthField(), enquiries: z.number().int(), complaints: z.number().int(), attributable: z.number().int(), ...figure })),
  departments: z.array(z.object({ department: departmentField().nullable(), ...figure })),
  floors: z.array(z.object({ floorId: idField("floor").nullable(), label: z.string(), ...figure })),
  /** Same tenant, place and cause within the site's days of an earlier case. */
  repeats: z.object({
    ...figure,
    cases: z.array(z.object({ id: idField("case"), caseNo: z.string(), title: z.string(), earlierId: idField("case"), earlierNo: z.string(), daysBetween: z.number() })),
  }),
  /** Minutes by the clock, as they passed, from receipt; null where nothing was measured. */
  times: z.array(z.object({ step: z.enum(["firstFeedback", "result", "closing"]), median: minutes, ninetieth: minutes, ...figure })),
  satisfaction: z.object({
    callbacks: z.number().int(),
    dissatisfied: z.number().int(),
    speed: z.number().nullable(),
    attitude: z.number().nullable(),
    quality: z.number().nullable(),
    result: z.number().nullable(),
  }),
});

export const analyse = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/analysis",
  summary: "Causes, trend, departments, floors, repeats and times of the cases received between two days",
  permission: serviceRights.read,
  clause: "2.2.1-4",
  params: atSite,
  query: z.object({ from: dateField(), to: dateField(), kind: kindField().optional(), attributable: attributionField().optional(), tenantId: idField("tenant").optional() }),
  reply: analysisField,
});

export const actionField = z.object({
  id: idField("improvement"),
  actionNo: z.string(),
  cause: causeField().nullable(),
  measure: z.string(),
  department: departmentField(),
  ownerId: idField("person").nullable(),
  ownerName: z.string().nullable(),
  dueOn: dateField(),
  doneAt: instantField().nullable(),
  doneRemark: z.string(),
});

export const monthlyAnalysisField = z.object({
  month: monthField(),
  findings: z.string(),
  recordedAt: instantField().nullable(),
  recordedByName: z.string().nullable(),
  /** The figures as they stood when it was filed; before that, as they stand now. */
  figures: z.object({
    total: z.number().int(),
    complaints: z.number().int(),
    attributable: z.number().int(),
    repeats: z.number().int(),
    dissatisfied: z.number().int(),
    topCauses: z.array(z.object({ cause: causeField().nullable(), count: z.number().int() })),
  }),
  actions: z.array(actionField),
  dueAt: instantField().nullable(),
});

export const listAnalyses = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/monthly-analyses",
  summary: "The last 24 months and their analyses",
  permission: serviceRights.read,
  clause: "2.2.1-4",
  params: atSite,
  reply: z.object({ items: z.array(z.object({ month: monthField(), cases: z.number().int(), recordedAt: instantField().nullable(), openActions: z.number().int() })) }),
});

const ofMonth = z.object({ siteId: idField("site"), month: monthField() });

export const getAnalysis = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/monthly-analyses/{month}",
  summary: "A month's analysis, or its figures while it is not filed",
  permission: serviceRights.read,
  clause: "2.2.1-4",
  params: ofMonth,
  reply: monthlyAnalysisField,
});

export const recordAnalysis = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/monthly-analyses/{month}",
  summary: "File the month's analysis with its improvement actions",
  permission: serviceRights.improve,
  clause: "2.2.1-4",
  params: ofMonth,
  body: z.object({
    findings: wantedText(10000),
    actions: z
      .array(
        z.object({
          id: idField("improvement"),
          cause: causeField().nullable().default(null),
          measure: textField(2000),
          department: departmentField(),
          ownerId: idField("person").nullable().default(null),
          dueOn: dateField(),
        }),
      )
      .max(50)
      .default([]),
  }),
  reply: monthlyAnalysisField,
});

export const finishAction = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/service/improvements/{improvementId}/completion",
  summary: "Report an improvement action done, with what was done",
  permission: serviceRights.handle,
  clause: "2.2.1-4",
  params: z.object({ siteId: idField("site"), improvementId: idField("improvement") }),
  body: z.object({ remark: longTextField(2000).default("") }),
  reply: actionField,
});

export const exportAnalysis = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/analysis.xlsx",
  summary: "The analysis as an Excel file, one row for each figure",
  permission: serviceRights.read,
  clause: "2.2.1-4",
  params: atSite,
  query: z.object({ from: dateField(), to: dateField(), kind: kindField().optional(), attributable: attributionField().optional(), tenantId: idField("tenant").optional() }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

import { z } from "zod";
import { endpoint, fileReply, job } from "#kernel/contract.ts";
import { idField, monthField, pageOf, pageQuery } from "#kernel/fields.ts";
import { runField, runNoteField } from "./fields.ts";
import { billingRights } from "./rights.ts";

const runPath = z.object({ siteId: idField("site"), runId: idField("run") });
const noteKind = z.enum(["error", "skipped", "new", "gone", "changed", "corrected"]);

export const startRuns = endpoint({
  method: "POST",
  path: "/billing/runs",
  summary: "Bill a month at one site or several; a dry run writes no bill and says how it would differ from last month",
  permission: billingRights.issue,
  body: z.object({
    groupId: idField("runGroup"),
    month: monthField(),
    siteIds: z.array(idField("site")).min(1).max(500),
    isDryRun: z.boolean(),
    sendsMail: z.boolean().default(false),
  }),
  reply: z.object({ runs: z.array(runField) }),
});
export const listRuns = endpoint({
  method: "GET",
  path: "/billing/runs",
  summary: "Runs at all sites in sight, newest first",
  permission: billingRights.read,
  query: z.object(pageQuery),
  reply: pageOf(runField),
});
const groupPath = z.object({ groupId: idField("runGroup") });
export const getRunGroup = endpoint({
  method: "GET",
  path: "/billing/run-groups/{groupId}",
  summary: "The runs that were started together, site by site, and how far they are",
  permission: billingRights.read,
  params: groupPath,
  reply: z.object({ groupId: idField("runGroup"), month: monthField(), isDryRun: z.boolean(), runs: z.array(runField) }),
});
export const exportRunGroup = endpoint({
  method: "GET",
  path: "/billing/run-groups/{groupId}/notes.xlsx",
  summary: "Runs that were started together as Excel: what each site comes to, and what its run says",
  permission: billingRights.read,
  params: groupPath,
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});
export const getRun = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/runs/{runId}",
  summary: "A run and how far it is",
  permission: billingRights.read,
  params: runPath,
  reply: runField,
});
export const restartRun = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/billing/runs/{runId}/restart",
  summary: "Go on with a run that stopped; what it has billed stays",
  permission: billingRights.issue,
  params: runPath,
  reply: runField,
});
export const runNotes = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/runs/{runId}/notes",
  summary: "What a run says: leases it could not bill and why, differences against last month, corrections",
  permission: billingRights.read,
  params: runPath,
  query: z.object({ ...pageQuery, kind: noteKind.optional() }),
  reply: pageOf(runNoteField),
});
export const exportRunNotes = endpoint({
  method: "GET",
  path: "/sites/{siteId}/billing/runs/{runId}/notes.xlsx",
  summary: "What a run says, as Excel",
  permission: billingRights.read,
  params: runPath,
  query: z.object({ kind: noteKind.optional() }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

export const goOnWithRun = job({ name: "billing.go_on_with_run", payload: z.object({ siteId: idField("site"), runId: idField("run") }) });
/** Mails the bills of a run, some at a time. */
export const mailBills = job({ name: "billing.mail_bills", payload: z.object({ siteId: idField("site"), runId: idField("run"), after: idField("bill").nullable() }) });

import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, instantField, longTextField, pageOf, pageQuery, textField } from "#kernel/fields.ts";
import { conductCheckNames, keysOf } from "../rules/lists.ts";
import { callFailureNames } from "../rules/telephone.ts";
import { atSite, problemField, wantedText } from "./fields.ts";
import { serviceRights } from "./rights.ts";

export const callField = z.object({
  id: idField("call"),
  source: z.enum(["csv", "pbx", "test"]),
  startedAt: instantField(),
  waitedMs: z.number().int(),
  rings: z.number().int(),
  isAnswered: z.boolean(),
  verdict: z.enum(["kept", "failed", "noOccasion"]),
  /** What it failed by; empty unless it failed. */
  failedFor: z.array(z.enum(keysOf(callFailureNames))),
  callerNumber: z.string(),
  extension: z.string(),
  answeredById: idField("person").nullable(),
  answeredByName: z.string().nullable(),
  hadGreeting: z.boolean().nullable(),
  remark: z.string(),
});

const callFilter = {
  verdict: z.enum(["kept", "failed", "noOccasion"]).optional(),
  source: z.enum(["csv", "pbx", "test"]).optional(),
  from: dateField().optional(),
  to: dateField().optional(),
};

export const listCalls = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/calls",
  summary: "Call records and test calls, newest first, each with its rings and verdict",
  permission: serviceRights.read,
  clause: "2.2.2-1",
  params: atSite,
  query: z.object({ ...callFilter, ...pageQuery }),
  reply: pageOf(callField),
});

export const exportCalls = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/calls.xlsx",
  summary: "The same list as an Excel file",
  permission: serviceRights.read,
  clause: "2.2.2-1",
  params: atSite,
  query: z.object(callFilter),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

/** A file's rows that could not be read are named; the others come in, and a row that came before changes nothing. */
export const importCalls = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/calls/imports",
  summary: "Import call records from the exchange's CSV or Excel file",
  permission: serviceRights.improve,
  clause: "2.2.2-1",
  params: atSite,
  query: z.object({ dryRun: z.enum(["true", "false"]).default("false") }),
  body: fileUpload(20 * 1024 * 1024),
  reply: z.object({ read: z.number().int(), added: z.number().int(), known: z.number().int(), refused: z.number().int(), problems: z.array(problemField()) }),
});

export const recordTestCall = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/calls/tests",
  summary: "Record a sampled test call, for a site without an exchange: rings counted by ear, greeting heard or not",
  permission: serviceRights.improve,
  clause: "2.2.2-1",
  params: atSite,
  body: z.object({
    id: idField("call"),
    calledAt: instantField(),
    rings: z.number().int().min(1).max(60),
    isAnswered: z.boolean(),
    hadGreeting: z.boolean().nullable().default(null),
    answeredById: idField("person").nullable().default(null),
    remark: longTextField(1000).default(""),
  }),
  reply: callField,
});

/** One call as the exchange reports it. `callId` is the exchange's own, so that a call reported twice counts once. */
export const deliveredCallField = z.object({
  callId: textField(200),
  startedAt: instantField(),
  /** Milliseconds from the first ring until somebody answered or the caller hung up. */
  waitedMs: z.number().int().min(0).max(3_600_000),
  isAnswered: z.boolean(),
  callerNumber: longTextField(50).default(""),
  extension: longTextField(50).default(""),
});

export const deliverCalls = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/calls/deliveries",
  summary:
    "For the exchange. Headers X-Towerkeep-Timestamp (Unix seconds) and X-Towerkeep-Signature (hex HMAC-SHA256 of timestamp + '.' + body under the site's key). More than 5 minutes off, or sent before: refused",
  permission: "public",
  clause: "2.2.2-1",
  params: atSite,
  body: z.object({ calls: z.array(deliveredCallField).min(1).max(500) }),
  reply: z.object({ added: z.number().int(), known: z.number().int() }),
  ratePerMinute: 600,
});

export const getExchange = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/exchange",
  summary: "Whether an exchange is connected, and when it last delivered",
  permission: serviceRights.improve,
  params: atSite,
  reply: z.object({ isConnected: z.boolean(), connectedAt: instantField().nullable(), lastDeliveryAt: instantField().nullable() }),
});

export const renewExchangeKey = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/exchange/keys",
  summary: "Make a new key for the exchange; it is shown this once, and the earlier one stops working",
  permission: serviceRights.improve,
  params: atSite,
  body: z.object({}),
  reply: z.object({ key: z.string() }),
});

export const conductSampleField = z.object({
  id: idField("conductSample"),
  sampledAt: instantField(),
  personId: idField("person"),
  personName: z.string(),
  caseId: idField("case").nullable(),
  failed: z.array(z.enum(keysOf(conductCheckNames))),
  isPassed: z.boolean(),
  remark: z.string(),
  samplerName: z.string(),
});

export const listConductSamples = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/conduct-samples",
  summary: "Samples of courteous conduct, newest first",
  permission: serviceRights.read,
  clause: "2.2.2-2",
  params: atSite,
  query: z.object({ personId: idField("person").optional(), from: dateField().optional(), to: dateField().optional(), ...pageQuery }),
  reply: pageOf(conductSampleField),
});

export const exportConductSamples = endpoint({
  method: "GET",
  path: "/sites/{siteId}/service/conduct-samples.xlsx",
  summary: "The same list as an Excel file",
  permission: serviceRights.read,
  clause: "2.2.2-2",
  params: atSite,
  query: z.object({ personId: idField("person").optional(), from: dateField().optional(), to: dateField().optional() }),
  reply: fileReply("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
});

export const recordConductSample = endpoint({
  method: "POST",
  path: "/sites/{siteId}/service/conduct-samples",
  summary: "Record a sample: which of the checks of conduct failed, if any",
  permission: serviceRights.improve,
  clause: "2.2.2-2",
  params: atSite,
  body: z.object({
    id: idField("conductSample"),
    sampledAt: instantField(),
    personId: idField("person"),
    caseId: idField("case").nullable().default(null),
    failed: z
      .array(z.enum(keysOf(conductCheckNames)))
      .max(Object.keys(conductCheckNames).length)
      .default([]),
    remark: wantedText(1000),
  }),
  reply: conductSampleField,
});

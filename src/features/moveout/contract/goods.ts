import { z } from "zod";
import { endpoint, fileReply, fileUpload } from "#kernel/contract.ts";
import { dateField, idField, longTextField, pageOf, pageQuery, searchField, textField, versionField } from "#kernel/fields.ts";
import { languages } from "#kernel/words.ts";
import { type SlipReason, slipReasons, type SlipState, slipStates } from "../rules.ts";
import { xlsx } from "./cases.ts";
import { keysOf, slipField } from "./fields.ts";
import { moveOutRights } from "./rights.ts";

const site = { siteId: idField("site") };
const atSlip = z.object({ ...site, slipId: idField("goodsSlip") });
const filter = {
  state: z.enum(keysOf<SlipState>(slipStates)).optional(),
  on: dateField().optional(),
  caseId: idField("moveOut").optional(),
  tenantId: idField("tenant").optional(),
  search: searchField().optional(),
};

export const listSlips = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/slips",
  summary: "Goods release slips, the newest first; for a day: what the gate expects",
  permission: moveOutRights.read,
  clause: "2.1.3-5",
  params: z.object(site),
  query: z.object({ ...pageQuery, ...filter }),
  reply: pageOf(slipField),
});
export const exportSlips = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/slips/sheet",
  summary: "The slips as an Excel file",
  permission: moveOutRights.read,
  params: z.object(site),
  query: z.object({ ...filter, language: z.enum(languages).optional() }),
  reply: fileReply(xlsx),
});
export const getSlip = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/slips/{slipId}",
  summary: "A release slip with its items",
  permission: moveOutRights.read,
  clause: "2.1.3-5",
  params: atSlip,
  reply: slipField,
});
export const findSlip = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/slip-codes/{code}",
  summary: "The slip whose code the guard scanned or typed",
  permission: moveOutRights.gate,
  clause: "2.1.3-5",
  params: z.object({ ...site, code: z.string().regex(/^[0-9A-Za-z-]{4,20}$/) }),
  reply: slipField,
});
export const printSlip = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/slips/{slipId}/prints",
  summary: "The slip (F17) as a PDF with the code the gate scans",
  permission: moveOutRights.read,
  params: atSlip,
  body: z.object({ language: z.enum(languages).optional() }),
  reply: fileReply("application/pdf"),
  ratePerMinute: 30,
});

export const slipBody = {
  id: idField("goodsSlip"),
  reason: z.enum(keysOf<SlipReason>(slipReasons)),
  place: textField(120),
  passesOn: dateField(),
  carrierName: textField(60),
  carrierPhone: z
    .string()
    .trim()
    .max(30)
    .regex(/^[0-9+ -]*$/),
  idLast4: z.string().regex(/^[0-9A-Za-z]{0,4}$/),
  plate: z
    .string()
    .trim()
    .max(12)
    .regex(/^[\p{L}\p{N} ·-]*$/u),
  remark: longTextField(500),
  items: z
    .array(z.object({ name: textField(120), quantity: z.number().int().min(1).max(100_000), note: longTextField(200) }))
    .min(1)
    .max(200)
    .readonly(),
};
export const askForRelease = endpoint({
  method: "POST",
  path: "/sites/{siteId}/moveout/slips",
  summary: "Take a tenant's application for a release slip at the desk; whoever asks has the authority for goods",
  permission: moveOutRights.release,
  clause: "2.1.3-5",
  params: z.object(site),
  body: z.object({ ...slipBody, tenantId: idField("tenant"), caseId: idField("moveOut").nullable(), contactId: idField("contact"), authorityText: longTextField(300) }),
  reply: slipField,
});
export const decideSlip = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/slips/{slipId}/decision",
  summary: "Approve or refuse a slip; where something is overdue the manager alone approves",
  permission: moveOutRights.release,
  clause: "2.1.3-5",
  params: atSlip,
  body: z.object({ isApproved: z.boolean(), note: longTextField(500), version: versionField() }),
  reply: slipField,
});
export const checkAtGate = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/slips/{slipId}/gate",
  summary: "The guard's check: each item counted, matched or not; only what matches passes, once",
  permission: moveOutRights.gate,
  clause: "2.1.3-5",
  params: atSlip,
  body: z.object({
    isMatched: z.boolean(),
    seen: z
      .array(z.object({ position: z.number().int().min(1).max(200), count: z.number().int().min(0).max(100_000) }))
      .max(200)
      .readonly(),
    note: longTextField(500),
  }),
  reply: slipField,
});
export const putGatePhoto = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/slips/{slipId}/photo",
  summary: "The photo of the goods at the gate, up to 15 MB",
  permission: moveOutRights.gate,
  clause: "2.1.3-5",
  params: atSlip,
  body: fileUpload(15 * 1024 * 1024),
  reply: slipField,
});
export const getGatePhoto = endpoint({
  method: "GET",
  path: "/sites/{siteId}/moveout/slips/{slipId}/photo",
  summary: "The photo taken at the gate",
  permission: moveOutRights.read,
  params: atSlip,
  reply: fileReply("image/jpeg", "image/png", "image/webp", "application/octet-stream"),
});
export const cancelSlip = endpoint({
  method: "PUT",
  path: "/sites/{siteId}/moveout/slips/{slipId}/cancellation",
  summary: "Cancel a slip that was not used",
  permission: moveOutRights.release,
  params: atSlip,
  body: z.object({ version: versionField() }),
  reply: slipField,
});

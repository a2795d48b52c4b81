import type { FileContent, ValueOf } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { departmentNames } from "#kernel/role.ts";
import { type Language, type Words, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { qrCode, renderPdf } from "#platform/documents/index.ts";
import { factsOfSubject, proofFor, recordPrint } from "#features/evidence/server/index.ts";
import { sayCode } from "#features/evidence/rules.ts";
import { editionAt } from "#features/manual/server/index.ts";
import { siteById } from "#features/sites/server/index.ts";
import type { entryField } from "../contract/fields.ts";
import { attributionNames, categoryNames, causeNames, channelNames, type ComplaintFormData, kindNames, meansNames, severityNames, statusNames } from "../rules.ts";
import { actionNoFor } from "./queries/monthly.ts";
import { caseView, filesOf, timelineOf } from "./queries/page.ts";

type Entry = ValueOf<typeof entryField>;
type View = Awaited<ReturnType<typeof caseView>>;
/** What the form says; how often and by whom it was printed is no part of it. */
type Said = Omit<ComplaintFormData, "printedAt" | "printedBy" | "printCount" | "proofCode" | "proofUrl" | "proofQr">;

const template = new URL("../documents/complaintForm.typ", import.meta.url);

/** Form F06 as PDF, with the code by which anybody may check it. Manual 2.2.1-4. Refusal: notFound. */
export async function printComplaintForm(
  ctx: SiteContext,
  { caseId, language, origin }: { readonly caseId: Id<"case">; readonly language: Language; readonly origin: string },
): Promise<FileContent> {
  const view = await caseView(ctx, caseId);
  const said = await complaintForm(ctx, view, language);
  const proof = await proofFor(ctx, {
    document: "service.complaintForm",
    title: words("投诉记录表", "Complaint form"),
    version: view.version,
    subject: { kind: "case", id: caseId },
    shown: shownOf(view, said),
    content: said,
  });
  const earlierPrints = (await factsOfSubject(ctx, { kind: "document", id: proof.documentId })).filter(({ name }) => name.endsWith("document_printed")).length;
  const url = `${origin}${proof.path}`;
  const data: ComplaintFormData = {
    ...said,
    printedAt: moment(ctx, ctx.now),
    printedBy: ctx.actor.name,
    printCount: earlierPrints + 1,
    proofCode: sayCode(proof.code),
    proofUrl: url,
    proofQr: await qrCode(url),
  };
  const bytes = await renderPdf(template, data);
  await recordPrint(ctx, { documentId: proof.documentId, bytes });
  return { name: `F06-${view.caseNo}.pdf`, type: "application/pdf", bytes };
}

const shownOf = (view: View, said: Said) => [
  { label: words("编号", "No."), value: view.caseNo },
  { label: words("项目", "Site"), value: said.site },
  { label: words("客户", "Customer"), value: view.customerName },
  { label: words("受理时间", "Received"), value: said.receivedAt },
  { label: words("状态", "Status"), value: statusNames[view.status] },
  { label: words("首问责任人", "Owner"), value: view.ownerName },
];

async function complaintForm(ctx: SiteContext, view: View, language: Language): Promise<Said> {
  const say = (text: Words) => text[language];
  const at = (instant: Temporal.Instant) => moment(ctx, instant);
  const timeline = await timelineOf(ctx, view.id);
  const of = (...kinds: Entry["kind"][]) => timeline.filter(({ kind }) => kinds.includes(kind));
  const { edition } = await editionAt(ctx);
  return {
    language,
    formNo: "F06",
    manualVersion: String(edition.number),
    site: (await siteById(ctx)).name,
    caseNo: view.caseNo,
    status: say(statusNames[view.status]),
    kind: say(kindNames[view.kind]),
    channel: say(channelNames[view.channel]),
    receivedAt: at(view.receivedAt),
    receiver: view.firstOwnerName,
    owner: view.ownerName,
    customer: view.customerName,
    contact: view.contactName,
    contactPhone: view.contactPhone ?? "",
    unit: view.place,
    matter: view.matter,
    category: say(categoryNames[view.category]),
    severity: say(severityNames[view.severity]),
    attributable: say(attributionNames[view.attributable]),
    verifications: of("verified").map((entry) => ({ at: at(entry.at), person: entry.actorName, findings: entry.text, result: say(resultOf(entry)) })),
    handling: of("dispatched", "transferred", "accepted", "resolved").map((entry) => ({
      at: at(entry.at),
      department: entry.facts.department ? say(departmentNames[entry.facts.department]) : "",
      person: entry.facts.personName ?? entry.actorName,
      measure: [say(handlingNames[entry.kind] ?? handlingNames["resolved"]!), entry.text].filter(Boolean).join(say(words(":", ": "))),
    })),
    promises: promisesIn(timeline).map(({ promisedAt, entry, reason }) => ({ promisedAt: at(promisedAt), madeAt: at(entry.at), person: entry.actorName, reason })),
    feedbacks: of("feedback").map((entry) => ({
      at: at(entry.facts.happenedAt ?? entry.at),
      toWhom: entry.facts.toWhom ?? "",
      means: say(meansNames[entry.facts.means ?? "phone"]),
      words: entry.text,
      person: entry.actorName,
      isResult: entry.facts.isResult ?? false,
    })),
    callbacks: of("calledBack", "rated").map((entry) => ({
      at: at(entry.facts.happenedAt ?? entry.at),
      person: entry.kind === "rated" ? "—" : entry.actorName,
      visited: entry.facts.toWhom ?? "",
      mode: say(meansNames[entry.facts.means ?? "phone"]),
      speed: entry.facts.speed ?? 0,
      attitude: entry.facts.attitude ?? 0,
      quality: entry.facts.quality ?? 0,
      result: entry.facts.result ?? 0,
      opinion: entry.text,
    })),
    exceptions: of("gateOpened", "ownerHandedOver").map((entry) => ({
      at: at(entry.at),
      person: entry.actorName,
      what:
        entry.kind === "gateOpened"
          ? say(words("按权限放行", "Gate opened by authority"))
          : `${say(words("首问责任移交：", "Ownership handed over: "))}${entry.facts.fromPersonName ?? ""} → ${entry.facts.personName ?? ""}`,
      reason: entry.text,
    })),
    cause: view.cause ? say(causeNames[view.cause]) : "",
    actionNo: await actionNoFor(ctx, view.cause, view.receivedAt),
    attachments: (await filesOf(ctx, view.id)).map(({ name }) => name),
  };
}

const handlingNames: Partial<Record<Entry["kind"], Words>> = {
  dispatched: words("派单", "Dispatched"),
  transferred: words("转单", "Sent on"),
  accepted: words("接单", "Accepted"),
  resolved: words("处理完毕", "Resolved"),
};

const resultOf = ({ facts }: Entry): Words => (facts.isValid === undefined ? words("", "") : facts.isValid ? words("属实", "Founded") : words("不属实", "Unfounded"));

/** Times promised at receipt, by a promise, and on classifying or reopening. */
const promisesIn = (timeline: readonly Entry[]) =>
  timeline.flatMap((entry) => (entry.facts.promisedAt ? [{ promisedAt: entry.facts.promisedAt, entry, reason: entry.kind === "taken" ? "" : entry.text }] : []));

const moment = ({ zone }: SiteContext, instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");

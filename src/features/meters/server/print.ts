import type { FileContent } from "#kernel/contract.ts";
import type { Id } from "#kernel/id.ts";
import { type Language, words } from "#kernel/words.ts";
import type { SiteContext } from "#platform/context.ts";
import { qrCode, renderPdf } from "#platform/documents/index.ts";
import { proofFor, recordPrint } from "#features/evidence/server/index.ts";
import { sayCode } from "#features/evidence/rules.ts";
import { siteById } from "#features/sites/server/index.ts";
import { type Band, bandNames, kindUnits, readingStandings, readingStates, registerSets, roundStates, type Values } from "../rules.ts";
import type { RoundFormData } from "../rules/roundForm.ts";
import { roundWithLines } from "./queries/rounds.ts";

type Round = Awaited<ReturnType<typeof roundWithLines>>;
type Said = Omit<RoundFormData, "printedAt" | "printedBy" | "proofCode" | "proofUrl" | "proofQr">;

const template = new URL("../documents/roundForm.typ", import.meta.url);

/** Form F20 抄表记录 as PDF, with the code by which anybody may check it. Refusal: roundNotFound. */
export async function printRound(
  ctx: SiteContext,
  { roundId, language, origin }: { readonly roundId: Id<"round">; readonly language: Language; readonly origin: string },
): Promise<FileContent> {
  const round = await roundWithLines(ctx, roundId);
  const said = await roundForm(ctx, round, language);
  const proof = await proofFor(ctx, {
    document: "meters.roundForm",
    title: words("抄表记录", "Meter readings"),
    version: 1 + round.read + (round.state === "closed" ? 1 : 0),
    subject: { kind: "round", id: roundId },
    shown: [
      { label: words("项目", "Site"), value: said.site },
      { label: words("路线", "Route"), value: said.route },
      { label: words("月份", "Month"), value: said.month },
      { label: words("已抄", "Read"), value: said.progress },
    ],
    content: said,
  });
  const url = `${origin}${proof.path}`;
  const data: RoundFormData = { ...said, printedAt: moment(ctx, ctx.now), printedBy: ctx.actor.name, proofCode: sayCode(proof.code), proofUrl: url, proofQr: await qrCode(url) };
  const bytes = await renderPdf(template, data);
  await recordPrint(ctx, { documentId: proof.documentId, bytes });
  return { name: `F20-${round.route}-${round.month.toString()}.pdf`, type: "application/pdf", bytes };
}

async function roundForm(ctx: SiteContext, round: Round, language: Language): Promise<Said> {
  const distinct = (names: readonly (string | null | undefined)[]) => [...new Set(names.filter(Boolean))].join("、");
  return {
    language,
    site: (await siteById(ctx)).name,
    route: round.route,
    month: round.month.toString(),
    window: `${round.fromDay.toString()} – ${round.toDay.toString()}`,
    state: roundStates[round.state][language],
    readers: distinct(round.lines.map(({ reading }) => reading?.readerName)),
    reviewers: distinct(round.lines.map(({ reading }) => reading?.reviewerName)),
    progress: `${round.read} / ${round.meters}`,
    rows: round.lines.map(({ reading, ...line }) => ({
      meterNo: line.meterNo,
      place: line.place,
      unit: line.units.join("\n"),
      previous: sayValues(reading?.previous ?? line.previous, line.registers, language),
      current: reading ? sayValues(reading.values, line.registers, language) : "",
      multiplier: reading?.multiplier ?? line.multiplier,
      usage: reading ? `${reading.usage} ${kindUnits[line.kind]}` : "",
      deviation: reading?.deviation ?? "",
      photo: reading ? (reading.photoId ? words("有", "yes") : words("无", "no"))[language] : "",
      state: reading ? readingStates[reading.state][language] : "",
      remark: reading ? [reading.remark, reading.standing === "accepted" ? "" : readingStandings[reading.standing][language]].filter(Boolean).join("\n") : "",
    })),
  };
}

const sayValues = (values: Values, registers: keyof typeof registerSets, language: Language): string =>
  registerSets[registers].map((band: Band) => (band === "total" ? (values[band] ?? "") : `${bandNames[band][language]} ${values[band] ?? ""}`)).join("\n");

const moment = ({ zone }: SiteContext, instant: Temporal.Instant): string =>
  instant.toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");

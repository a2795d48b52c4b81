import type { Words } from "#kernel/words.ts";
import { type Band, bandNames, meterKinds } from "#features/meters/rules.ts";
import type { InspectionState } from "./inspection.ts";
import { conditions, inspectionParties, inspectionTypes, type InspectionType, responsibles, signatureMeans } from "./names.ts";

export type RecordLanguage = "zh" | "both";

interface Page {
  readonly inspectionNo: string;
  readonly type: InspectionType;
  readonly tenant: string;
  readonly place: string;
  readonly assignee: string | null;
  readonly meters: readonly { readonly id: string; readonly meterNo: string; readonly kind: keyof typeof meterKinds; readonly multiplier: string }[];
}

/** What F03 (documents/unitInspection.typ) is set from: only what was signed, and what was answered since, marked as later. */
export function recordData(
  page: Page,
  state: InspectionState,
  { zone, language, areas, pictures }: { readonly zone: string; readonly language: RecordLanguage; readonly areas: string; readonly pictures: ReadonlyMap<string, string> },
) {
  const say = (text: Words): string => (language === "both" ? `${text.zh} ${text.en}` : text.zh);
  const moment = (at: string): string => Temporal.Instant.from(at).toZonedDateTimeISO(zone).toPlainDateTime().toString({ smallestUnit: "minute" }).replace("T", " ");
  const signed = state.signatures.filter(({ holds }) => holds);
  const numbered = new Map<string, number>();
  const numberOf = (hash: string): number => numbered.get(hash) ?? (numbered.set(hash, numbered.size + 1), numbered.size);
  const items = state.items.map(({ line, condition, text, photos, responsible, mendBy, tenantSays }) => ({
    unit: line.unit,
    area: say(line.area),
    part: say(line.part),
    standard: say(line.standard),
    condition: condition ? say(conditions[condition]) : "",
    isDefect: condition !== null && condition !== "ok",
    text,
    responsible: responsible ? say(responsibles[responsible]) : "",
    mendBy: mendBy ?? "",
    tenantSays: tenantSays === null ? "" : tenantSays.agrees ? "agrees" : "disputes",
    tenantText: tenantSays?.text ?? "",
    photos: photos.map(numberOf),
  }));
  const meters = state.meters.map(({ meterId, values, photo, remark }) => {
    const meter = page.meters.find(({ id }) => id === meterId);
    return {
      kind: meter ? say(meterKinds[meter.kind]) : "",
      no: meter?.meterNo ?? meterId,
      multiplier: meter?.multiplier ?? "",
      reading: Object.entries(values)
        .map(([band, value]) => (band === "total" ? value : `${say(bandNames[band as Band])} ${value}`))
        .join("\n"),
      remark,
      photo: photo ? numberOf(photo) : null,
    };
  });
  const loose = state.photos.map(({ hash, text }) => ({ number: numberOf(hash), text }));
  const captions = new Map<number, string>([
    ...items.flatMap((item) => item.photos.map((number) => [number, `${item.area} ${item.part}`] as const)),
    ...meters.flatMap(({ photo, no }) => (photo ? [[photo, no] as const] : [])),
    ...loose.flatMap(({ number, text }) => (text ? [[number, text] as const] : [])),
  ]);
  return {
    type: say(inspectionTypes[page.type]),
    no: page.inspectionNo,
    tenant: page.tenant,
    place: page.place,
    area: areas,
    date: state.signedAt ? moment(state.signedAt) : "",
    participants: [...new Set([page.assignee, ...signed.map(({ name }) => name)].filter(Boolean))].join("、"),
    items,
    meters,
    keys: state.keys.map(({ place, count }) => ({ place, count })),
    questions: state.questions.map(({ text, answer, isLater }) => ({ text, answer: answer?.text ?? "", isLater: isLater || (answer?.isLater ?? false) })),
    photos: [...numbered].map(([hash, number]) => ({ number, file: pictures.get(hash) ?? null, caption: captions.get(number) ?? "" })),
    signatures: signed.map((signature) => ({
      party: say(inspectionParties[signature.party]),
      name: signature.name,
      means: say(signatureMeans[signature.means]),
      at: moment(signature.at),
      image: pictures.get(signature.image) ?? null,
      disagreement: signature.disagreement,
    })),
    contentHash: signed[0]?.contentHash ?? "",
  };
}

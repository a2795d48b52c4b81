import { words, type Words } from "#kernel/words.ts";
import { sayDeposit, sayEscalation, sayFee, sayFree, sayLateFee } from "./sayTerms.ts";
import type { LeaseTerms } from "./terms.ts";

/** The clauses that matter, which the tenant's contact hears explained before signing and confirms one by one. Manual 2.1.2-2. */
export const points = {
  price: words("价格与付款", "Price and payment"),
  freePeriod: words("免租期", "Free period"),
  escalation: words("租金递增", "Escalation"),
  deposit: words("保证金", "Deposits"),
  lateFee: words("逾期违约金", "Late-payment damages"),
  notice: words("退租通知", "Notice"),
  restoration: words("恢复原状与交还", "Restoration and return"),
  fireDuties: words("消防责任", "Fire duties"),
} as const satisfies Record<string, Words>;
export type PointCode = keyof typeof points;
export const pointCodes = Object.keys(points) as [PointCode, ...PointCode[]];

export interface Point {
  readonly code: PointCode;
  readonly title: Words;
  readonly sentences: readonly Words[];
}

/** What is to be explained of these terms, in the order of the lease. */
export function pointsToExplain(terms: LeaseTerms): Point[] {
  const said: Readonly<Record<PointCode, readonly Words[]>> = {
    price: terms.fees.map((fee) => sayFee(fee, terms)),
    freePeriod: orNone(terms.fees.flatMap(sayFree), words("本合同不设免租期。", "No free period is agreed.")),
    escalation: orNone(
      terms.fees.flatMap((fee) => fee.escalations.map((escalation) => sayEscalation(fee, escalation))),
      words("租期内价格不递增。", "Prices stay as they are for the whole term."),
    ),
    deposit: orNone(
      [
        ...terms.deposits.map((deposit) => sayDeposit(deposit, terms.fees)),
        ...(terms.deposits.length > 0
          ? [
              words(
                "退租交接确认、结清费用后无息退还；押金不是定金。",
                "Given back without interest once the premises are handed back and charges are settled; a deposit is not earnest money.",
              ),
            ]
          : []),
      ],
      words("本合同不收保证金。", "No deposit is agreed."),
    ),
    lateFee: orNone(
      distinct(terms.fees.flatMap(({ lateFee }) => (lateFee ? [sayLateFee(lateFee)] : []))),
      words("本合同未约定逾期违约金。", "No damages for late payment are agreed."),
    ),
    notice: [
      words(
        `期满不续租或提前退租，须提前 ${terms.noticeDays} 天书面通知；租期至 ${terms.leaseEnd.toString()} 止。`,
        `Leaving, at the end or before it, takes ${terms.noticeDays} days' notice in writing; the term ends on ${terms.leaseEnd.toString()}.`,
      ),
    ],
    restoration: [
      words(
        "退租时恢复原状或按约定状态交还，拆除自行添附部分；正常使用的损耗不属损坏。",
        "On leaving, the premises are put back as they were or as agreed and own additions removed; fair wear is not damage.",
      ),
    ],
    fireDuties: [
      words(
        "承租方为承租区域消防安全责任人：不得堵塞通道、遮挡消防设施，动火、装修、增设大功率电器须先报批，电动自行车及电池不得进楼。",
        "The tenant answers for fire safety in the premises: exits and equipment stay clear; hot work, fit-out and high-power appliances need consent first; no e-bikes or their batteries in the building.",
      ),
    ],
  };
  return pointCodes.map((code) => ({ code, title: points[code], sentences: said[code] }));
}

const orNone = (sentences: readonly Words[], none: Words): readonly Words[] => (sentences.length > 0 ? sentences : [none]);

const distinct = (sentences: readonly Words[]): Words[] => [...new Map(sentences.map((sentence) => [sentence.zh, sentence])).values()];

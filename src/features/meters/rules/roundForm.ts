import type { Language } from "#kernel/words.ts";

/** What form F20 抄表记录 prints. */
export interface RoundFormData {
  readonly language: Language;
  readonly site: string;
  readonly route: string;
  readonly month: string;
  readonly window: string;
  readonly state: string;
  readonly readers: string;
  readonly reviewers: string;
  readonly progress: string;
  readonly rows: readonly {
    readonly meterNo: string;
    readonly place: string;
    readonly unit: string;
    readonly previous: string;
    readonly current: string;
    readonly multiplier: string;
    readonly usage: string;
    readonly deviation: string;
    readonly photo: string;
    readonly state: string;
    readonly remark: string;
  }[];
  readonly printedAt: string;
  readonly printedBy: string;
  readonly proofCode: string;
  readonly proofUrl: string;
  readonly proofQr: string;
}

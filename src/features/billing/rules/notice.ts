/** What a payment notice says, set by `documents/notice.typ`; every text is in the language of the notice. */
export interface NoticeData {
  readonly sender: { readonly name: string; readonly lines: readonly string[] };
  readonly tenant: string;
  readonly place: string;
  readonly total: string;
  readonly dueOn: string;
  /** `share` in per cent, for the picture. */
  readonly parts: readonly { readonly name: string; readonly amount: string; readonly share: number }[];
  readonly payees: readonly {
    readonly name: string;
    readonly bankName: string;
    readonly bankAccount: string;
    readonly total: string;
    readonly remark: string;
    readonly lines: readonly NoticeLine[];
  }[];
}

interface NoticeLine {
  readonly name: string;
  readonly place: string;
  readonly days: string;
  readonly dueOn: string;
  readonly tax: string;
  readonly amount: string;
  /** The arithmetic, a sentence each. */
  readonly said: readonly string[];
}

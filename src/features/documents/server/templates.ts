import type { Words } from "#kernel/words.ts";

// Letters that every site has. Further ones belong to the features whose letters they are.

export interface PartyOnPaper {
  readonly name: string;
  readonly creditCode?: string;
  readonly representative?: string;
  readonly address?: string;
  readonly phone?: string;
  readonly bankName?: string;
  readonly bankAccount?: string;
}
export interface UnitOnPaper {
  /** As people say it: 1座 18F 1803. */
  readonly place: string;
  /** Square metres as text. */
  readonly area: string;
  readonly use?: string;
}

/** 物业服务协议: data of `serviceAgreement`. Days are ISO; prices, bases and cycles are said in the language of the letter. */
export interface ServiceAgreementData {
  readonly owner: PartyOnPaper;
  readonly property: PartyOnPaper;
  readonly tenant: PartyOnPaper;
  readonly units: readonly UnitOnPaper[];
  readonly from: string;
  readonly to: string;
  readonly serviceHours: Words;
  readonly fees: readonly { readonly name: Words; readonly price: string; readonly basis: string; readonly cycle: string }[];
  readonly deposit?: Words;
  readonly lateFee?: Words;
  readonly extra?: readonly Words[];
}
export const serviceAgreement = new URL("../letters/serviceAgreement.typ", import.meta.url);

/** 消防安全责任书, form F26: data of `fireLetter`. Days are ISO. */
export interface FireLetterData {
  readonly property: Pick<PartyOnPaper, "name">;
  readonly tenant: Pick<PartyOnPaper, "name">;
  readonly units: readonly Pick<UnitOnPaper, "place">[];
  readonly from: string;
  readonly to: string;
  readonly responsible: { readonly name: string; readonly phone?: string };
  readonly deputy?: { readonly name: string; readonly phone?: string };
  readonly controlRoomPhone?: string;
  readonly extra?: readonly Words[];
}
export const fireLetter = new URL("../letters/fireLetter.typ", import.meta.url);

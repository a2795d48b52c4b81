import { words, type Words } from "#kernel/words.ts";

/** What an annex is printed from: a letter of the house, or the text that the site has written. */
export const annexLetters = {
  serviceAgreement: words("物业服务协议（标准文本）", "Property service agreement (standard letter)"),
  fireLetter: words("消防安全责任书（标准文本）", "Fire-safety letter (standard letter)"),
  text: words("自定文本", "Own text"),
} as const satisfies Record<string, Words>;
export type AnnexLetter = keyof typeof annexLetters;

/** An annex of every lease of a site. Manual 2.1.1-3. */
export interface Annex {
  readonly code: string;
  readonly name: Words;
  readonly letter: AnnexLetter;
  /** What is printed where the letter is `text`; lines are paragraphs. */
  readonly body: Words;
  /** A lease is not signed without it. */
  readonly isCompulsory: boolean;
}

/** What a site has until it decides otherwise. */
export const defaultAnnexes: readonly Annex[] = [
  { code: "serviceAgreement", name: words("物业服务协议", "Property service agreement"), letter: "serviceAgreement", body: words("", ""), isCompulsory: true },
  { code: "fireLetter", name: words("消防安全责任书", "Fire-safety letter"), letter: "fireLetter", body: words("", ""), isCompulsory: true },
  {
    code: "houseRules",
    name: words("房屋使用须知", "House rules"),
    letter: "text",
    body: words(
      "承租方应按约定用途使用房屋，保持通道畅通，不得改动承重结构与公共设施。\n装修前须提交图纸与施工方案，经审批后方可施工。\n大件物品进出凭物品放行条。",
      "The premises are used as agreed, passages stay clear, and neither structure nor shared plant is altered.\nFit-out begins once drawings and method have been approved.\nLarge goods leave with a goods-release slip.",
    ),
    isCompulsory: false,
  },
];

/** How far an annex of a lease has come. */
export type AnnexState = "missing" | "unsigned" | "signed";

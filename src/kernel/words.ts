export const languages = ["zh", "en"] as const;
export type Language = (typeof languages)[number];

/** The same sentence in both languages of the product. */
export interface Words {
  readonly zh: string;
  readonly en: string;
}

/** Both languages of a sentence, Chinese first. */
export const words = (zh: string, en: string): Words => ({ zh, en });

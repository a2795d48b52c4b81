/** A company's name as names of payers are compared: no spaces, brackets or punctuation, letters alike. The database makes the same of a tenant's name (`name_key`). */
export const payerKey = (name: string): string =>
  name
    .normalize("NFKC")
    .replaceAll(/[\s!-/:-@[-`{-~·•、。《》「」『』…—]/g, "")
    .toLowerCase();

const endings = /(股份有限公司|有限责任公司|有限公司|公司|coltd|limited|ltd|inc|llc)$/;

/** The key without the legal form: `云帆科技` of `云帆科技有限公司`. */
export const shortKey = (key: string): string => key.replace(endings, "") || key;

/** Digits of an account, however it was spaced. */
export const accountKey = (account: string): string => account.normalize("NFKC").replaceAll(/[\s-]/g, "").toUpperCase();

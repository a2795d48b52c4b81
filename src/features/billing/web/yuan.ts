import { readYuan } from "#kernel/money.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { text } from "./text.ts";

/** The rule of a field that takes yuan as people write them, above nought. */
export function useYuanRule() {
  const { t } = useLanguage();
  return {
    required: true,
    validator: async (_: unknown, typed: string | undefined) => {
      if ((readYuan(typed ?? "") ?? 0) <= 0) throw new Error(t(text.badAmount));
    },
  };
}

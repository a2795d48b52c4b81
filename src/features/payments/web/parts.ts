import { useQuery } from "@tanstack/react-query";
import { readYuan } from "#kernel/money.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { listEntities } from "#features/sites/contract.ts";
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

/** The legal entities of the site, by whose accounts money comes in. */
export function useEntities(siteId: string) {
  const { data } = useQuery(query(listEntities, { params: { siteId } }));
  const entities = data?.entities ?? [];
  return { isKnown: data !== undefined, entities, nameOf: (id: string) => entities.find((entity) => entity.id === id)?.name ?? "" };
}

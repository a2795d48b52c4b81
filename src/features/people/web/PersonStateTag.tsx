import { useLanguage } from "#platform/web/language.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { personStateNames, type PersonState } from "../rules.ts";

const tones = { invited: "open", active: "good", inactive: "quiet" } as const;

export function PersonStateTag({ state }: { readonly state: PersonState }) {
  const { t } = useLanguage();
  return <StatusTag tone={tones[state]}>{t(personStateNames[state])}</StatusTag>;
}

import { useInfiniteQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { infinite, linkTo } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Page } from "#ui/Page.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { exportLetters, listLetters } from "../../contract/letters.ts";
import { type LetterState, letterStates } from "../../rules/letters.ts";
import { LetterTable } from "./LetterTable.tsx";
import { text } from "./text.ts";

/** Every letter of intent of the site, newest first. */
export function LetterListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const [{ search, state }, setFilters] = useFilters({ search: "", state: "" });
  const asked = { ...(search ? { search } : {}), ...(state ? { state: state as LetterState } : {}) };
  const letters = useInfiniteQuery(infinite(listLetters, { params: { siteId }, query: asked }));
  return (
    <Page title={t(text.letters)} lead={t(text.lettersLead)}>
      <LetterTable
        rows={letters}
        exportHref={linkTo(exportLetters, { params: { siteId }, query: asked })}
        filters={
          <div className="tk-row">
            <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed })} />
            <Select
              aria-label={t(text.state)}
              style={{ minWidth: 140 }}
              value={state}
              onChange={(chosen) => setFilters({ state: chosen })}
              options={[{ value: "", label: t(text.allStates) }, ...Object.entries(letterStates).map(([value, label]) => ({ value, label: t(label) }))]}
            />
          </div>
        }
        empty={<EmptyTeaching title={t(text.none)}>{t(text.noneHint)}</EmptyTeaching>}
      />
    </Page>
  );
}

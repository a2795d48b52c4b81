import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { query } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { PrintButton } from "#ui/Print.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { getDifference, listEditions } from "../contract.ts";
import { DifferenceList } from "./DifferenceList.tsx";
import { text } from "./text.ts";

/** One edition: since when it holds, who published it and why, and what it changed against another. */
export function EditionScreen({ editionId }: { readonly editionId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const [filters, setFilters] = useFilters({ from: "" });
  const { items } = useSuspenseQuery(query(listEditions, {})).data;
  const edition = items.find(({ id }) => id === editionId);
  const others = items.filter(({ id, state }) => id !== editionId && state === "published");
  const before = others.find(({ number }) => edition !== undefined && number < edition.number);
  const from = filters.from || before?.id;
  if (!edition) return <EmptyTeaching title={t(text.noEdition)} />;
  return (
    <Page title={t(text.edition, { number: edition.number })} lead={edition.note} crumbs={[{ label: t(text.editions), href: "/manual/editions" }]} actions={<PrintButton />}>
      <div className="tk-stack">
        <Section>
          <Facts
            facts={[
              {
                label: t(text.inForce),
                value:
                  edition.effectiveFrom &&
                  t(edition.effectiveTo ? text.between : text.untilNow, {
                    from: format.day(edition.effectiveFrom),
                    to: edition.effectiveTo ? format.day(edition.effectiveTo) : "",
                  }),
              },
              { label: t(text.publishedBy), value: edition.publishedBy ?? "—" },
              { label: "SHA-256", value: <code className="tk-num">{edition.bookHash?.slice(0, 16)}…</code> },
            ]}
          />
        </Section>
        {others.length > 0 && (
          <div className="tk-row tk-no-print">
            <label htmlFor="compare-with">{t(text.compareWith)}</label>
            <Select
              id="compare-with"
              value={from ?? null}
              style={{ minWidth: 180 }}
              options={others.map(({ id, number }) => ({ value: id, label: t(text.edition, { number }) }))}
              onChange={(id) => setFilters({ from: id ?? undefined })}
            />
          </div>
        )}
        {from ? <Difference editionId={editionId} from={from} /> : <EmptyTeaching title={t(text.firstEdition)} />}
      </div>
    </Page>
  );
}

function Difference({ editionId, from }: { readonly editionId: string; readonly from: string }) {
  const { t } = useLanguage();
  const shown = useQuery(query(getDifference, { params: { editionId }, query: { from } }));
  if (shown.isError) return <ProblemNote error={shown.error} />;
  if (!shown.data) return <Pending />;
  return (
    <section>
      <h2 className="manual-heading manual-heading-2">{t(text.difference, { number: shown.data.from.number })}</h2>
      <DifferenceList changes={shown.data.changes} />
    </section>
  );
}

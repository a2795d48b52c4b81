import { useSuspenseQuery } from "@tanstack/react-query";
import { type Fen, fen, sumFen, yuanText } from "#kernel/money.ts";
import { newId } from "#kernel/id.ts";
import { linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { useToast } from "#ui/toast.tsx";
import { booksRights, exportAccount, getAccount, issueStatement, listStatements } from "../contract.ts";
import { kindNames, text } from "./text.ts";

type Line = ReplyOf<typeof getAccount>["lines"][number];
/** A line of the account, or its total. */
interface Row {
  readonly key: string;
  readonly day: Line["day"] | null;
  readonly kind: Line["kind"] | null;
  readonly name: Line["name"] | null;
  readonly no: string;
  readonly charged: Fen;
  readonly off: Fen;
  readonly balance: Fen;
}

/** A tenant's account over some days, to be issued as a statement. */
export function AccountScreen({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const toast = useToast();
  const keeps = useMay()(booksRights.keep);
  const today = useToday();
  const [filters, setFilters] = useFilters({ from: `${today.slice(0, 4)}-01-01`, to: today });
  const asked = { from: filters.from, to: filters.to < filters.from ? filters.from : filters.to };
  const account = useSuspenseQuery(query(getAccount, { params: { siteId, tenantId }, query: asked })).data;
  const issue = useCommand(issueStatement, { onDone: ({ statementNo }) => toast(t(text.issued, { no: statementNo })) });
  const lines: readonly Row[] = account.lines.map((line, index) => ({ ...line, key: String(index), charged: fen(Math.max(0, line.amount)), off: fen(Math.max(0, -line.amount)) }));
  const total = { key: "total", day: null, kind: null, name: null, no: "", balance: account.closing };
  const rows = lines.length === 0 ? [] : [...lines, { ...total, charged: sumFen(lines.map(({ charged }) => charged)), off: sumFen(lines.map(({ off }) => off)) }];
  return (
    <Page
      title={t(text.accountOf, { tenant: account.tenant })}
      lead={t(text.yuan)}
      crumbs={[{ label: account.tenant, href: href(`tenants/${tenantId}`) }, { label: t(text.account) }]}
      actions={
        keeps && (
          <Button type="primary" loading={issue.isPending} onPress={() => issue.mutate({ params: { siteId, tenantId }, body: { id: newId(), ...asked } })}>
            {t(text.issue)}
          </Button>
        )
      }
    >
      <ProblemNote error={issue.error} />
      <Stats>
        <Stat label={t(text.opening)} value={yuanText(account.opening)} />
        <Stat label={t(text.closing)} value={yuanText(account.closing)} />
      </Stats>
      <Section>
        <DataTable
          label={t(text.account)}
          rows={rows}
          rowKey={({ key }) => key}
          exportHref={linkTo(exportAccount, { params: { siteId, tenantId }, query: asked })}
          empty={<EmptyTeaching title={t(text.noMoney)} />}
          filters={
            <>
              <DayInput aria-label={t(text.from)} value={asked.from} onChange={(from) => setFilters({ from })} />
              <DayInput aria-label={t(text.to)} value={asked.to} min={asked.from} onChange={(to) => setFilters({ to })} />
            </>
          }
          columns={[
            { key: "day", title: t(text.day), width: "120px", render: ({ day }) => day && format.day(day) },
            { key: "kind", title: t(text.kind), width: "120px", card: "mark", render: ({ kind }) => kind && t(kindNames[kind]) },
            { key: "item", title: t(text.item), card: "heading", render: ({ name, no }) => (name ? `${t(name)} ${no}` : <strong>{t(text.total)}</strong>) },
            { key: "charged", title: t(text.charged), width: "140px", align: "end", render: ({ charged }) => (charged > 0 ? yuanText(charged) : "") },
            { key: "off", title: t(text.off), width: "140px", align: "end", render: ({ off }) => (off > 0 ? yuanText(off) : "") },
            { key: "balance", title: t(text.balance), width: "150px", align: "end", render: ({ balance }) => yuanText(balance) },
          ]}
        />
      </Section>
      {account.advance !== 0 && <p className="tk-quiet">{t(text.advance, { amount: yuanText(account.advance) })}</p>}
      <Statements siteId={siteId} tenantId={tenantId} />
    </Page>
  );
}

function Statements({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { items } = useSuspenseQuery(query(listStatements, { params: { siteId }, query: { tenantId } })).data;
  if (items.length === 0) return null;
  return (
    <Section title={t(text.statements)}>
      <DataTable
        label={t(text.statements)}
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "no",
            title: t(text.no),
            width: "170px",
            card: "heading",
            render: ({ statementNo, documentId }) => <Link href={href(`documents/documents/${documentId}`)}>{statementNo}</Link>,
          },
          { key: "period", title: t(text.period), render: ({ from, to }) => `${format.day(from)} – ${format.day(to)}` },
          { key: "closing", title: t(text.closing), width: "160px", align: "end", render: ({ closing }) => yuanText(closing) },
        ]}
      />
    </Section>
  );
}

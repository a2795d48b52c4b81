import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Select } from "antd";
import { useEffect, useRef, useState } from "react";
import { yuanText } from "#kernel/money.ts";
import { infinite, query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { SearchInput } from "#ui/SearchInput.tsx";
import { useShortcut } from "#ui/shortcuts.tsx";
import { EmptyTeaching, Pending } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { listEntities } from "#features/sites/contract.ts";
import { lineViews, listStatementLines } from "../contract.ts";
import { paymentsRights } from "../contract/rights.ts";
import { LinePanel } from "./LinePanel.tsx";
import "./payments.css";
import { text } from "./text.ts";

export type DeskLine = ReplyOf<typeof listStatementLines>["items"][number];
type View = (typeof lineViews)[number];

/** The matching desk: what came in on the left; who may have paid it, why, and one tap to book it on the right. */
export function DeskScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const [{ view, search, line, entityId, month }, setFilters] = useFilters({ view: "open", search: "", line: "", entityId: "", month: "" });
  const shown = (lineViews as readonly string[]).includes(view) ? (view as View) : "open";
  const filter = { ...(search ? { search } : {}), ...(entityId ? { entityId } : {}), ...(month ? { month } : {}) };
  const lines = useInfiniteQuery(infinite(listStatementLines, { params: { siteId }, query: { view: shown, ...filter } }));
  const entities = useQuery(query(listEntities, { params: { siteId } })).data?.entities ?? [];
  const rows = lines.data ?? [];
  const [last, setLast] = useState(0);
  const found = rows.findIndex(({ id }) => id === line);
  const place = found >= 0 ? found : Math.min(last, rows.length - 1);
  const selected = line !== "" && found < 0 && last === 0 ? line : rows[place]?.id;
  const choose = (next: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, next))];
    if (!row) return;
    setLast(rows.indexOf(row));
    setFilters({ line: row.id });
  };
  useShortcut("ArrowDown", text.nextLine, () => choose(place + 1));
  useShortcut("ArrowUp", text.previousLine, () => choose(place - 1));
  return (
    <Page
      title={t(text.desk)}
      lead={t(text.deskLead)}
      actions={
        <>
          {may(paymentsRights.take) && <Link href={href("payments/certain")}>{t(text.certainLines)}</Link>}
          <Link href={href("payments/statements")}>{t(text.importStatement)}</Link>
        </>
      }
    >
      <div className="payments-filters">
        <Select
          aria-label={t(text.view)}
          value={shown}
          onChange={(next: View) => {
            setLast(0);
            setFilters({ view: next, line: "" });
          }}
          options={lineViews.map((value) => ({ value, label: t(text[value]) }))}
        />
        <SearchInput label={t(text.search)} value={search} onChange={(typed) => setFilters({ search: typed, line: "" })} />
        <MonthInput isClearable aria-label={t(text.month)} value={month} onChange={(chosen) => setFilters({ month: chosen, line: "" })} />
        <Select
          aria-label={t(text.entity)}
          value={entityId}
          style={{ minWidth: 160 }}
          onChange={(chosen: string) => setFilters({ entityId: chosen, line: "" })}
          options={[{ value: "", label: t(text.anyEntity) }, ...entities.map(({ id, name }) => ({ value: id, label: name }))]}
        />
      </div>
      <ProblemNote error={lines.error} />
      {lines.isPending && <Pending />}
      {lines.data?.length === 0 && <EmptyTeaching title={t(text.nothingToMatch)}>{t(text.nothingToMatchHint)}</EmptyTeaching>}
      {rows.length > 0 && (
        <div className="payments-desk">
          <div className="payments-lines">
            <ul aria-label={t(text[shown])}>
              {rows.map((row, index) => (
                <LineRow key={row.id} row={row} isSelected={row.id === selected} onChoose={() => choose(index)} />
              ))}
            </ul>
            {lines.hasNextPage && (
              <Button size="small" loading={lines.isFetchingNextPage} onPress={() => void lines.fetchNextPage()}>
                {t(text.nextLine)}…
              </Button>
            )}
          </div>
          <div className="payments-panel">
            {selected ? <LinePanel key={selected} siteId={siteId} lineId={selected} onBooked={() => setLast(place)} /> : <p>{t(text.pickLine)}</p>}
          </div>
        </div>
      )}
    </Page>
  );
}

function LineRow({ row, isSelected, onChoose }: { readonly row: DeskLine; readonly isSelected: boolean; readonly onChoose: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const ref = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isSelected) ref.current?.scrollIntoView({ block: "nearest" });
  }, [isSelected]);
  return (
    <li ref={ref}>
      <button type="button" className="payments-line" aria-pressed={isSelected} onClick={onChoose}>
        <span className="payments-who">{row.payerName || t(text.noPayer)}</span>
        <span className="payments-money">{yuanText(row.amount - row.allocated)}</span>
        <span className="payments-what">
          {format.day(row.day)} {row.remark}
        </span>
        <span className="payments-best">
          {row.best && <StatusTag tone={row.best.isCertain ? "good" : "open"}>{`${row.best.name} ${row.best.score}`}</StatusTag>}
          {!row.best && row.claim && <StatusTag tone="open">{row.claim.tenant}</StatusTag>}
        </span>
      </button>
    </li>
  );
}

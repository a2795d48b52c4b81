import { useState } from "react";
import { yuanText } from "#kernel/money.ts";
import type { ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable, type DataTableProps } from "#ui/DataTable.tsx";
import type { getSettlement, previewSettlement } from "../contract.ts";
import { doubtNames, kindUnits, lineKinds, type MeterKind, sayUsage } from "../rules.ts";
import { text } from "./text.ts";
import "./meters.css";

type PreviewLine = ReplyOf<typeof previewSettlement>["lines"][number];
type PublishedLine = ReplyOf<typeof getSettlement>["items"][number];
type Row = PublishedLine | PreviewLine;

const noteNames = { ...doubtNames, newLine: text.noteNewLine, priceChanged: text.notePriceChanged, replaced: text.noteReplaced };

/** What each tenant owes for its use, with its arithmetic to unfold; in a preview beside the month before. */
export function LineTable({
  kind,
  rows,
  exportHref,
  filters,
  empty,
}: { readonly kind: MeterKind; readonly rows: readonly Row[] } & Pick<DataTableProps<Row>, "exportHref" | "filters" | "empty">) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const [unfolded, setUnfolded] = useState<ReadonlySet<string>>(new Set());
  const keyOf = (row: Row): string => ("key" in row ? row.key : row.id);
  const toggle = (key: string) => {
    const next = new Set(unfolded);
    if (!next.delete(key)) next.add(key);
    setUnfolded(next);
  };
  const isPreview = rows.some((row) => "key" in row);
  return (
    <DataTable
      label={t(text.item)}
      rows={rows}
      rowKey={keyOf}
      {...(exportHref ? { exportHref } : {})}
      {...(filters ? { filters } : {})}
      {...(empty ? { empty } : {})}
      rowTone={({ tenantId }) => (tenantId === null ? "quiet" : undefined)}
      columns={[
        { key: "tenant", title: t(text.tenant), card: "heading", render: ({ tenant }) => tenant ?? t(text.vacantBorne) },
        {
          key: "item",
          title: t(text.item),
          render: (row) => (
            <div>
              {t(lineKinds[row.kind])} <span className="tk-quiet">{[row.meterNo, row.label].join(" · ")}</span>{" "}
              <Button type="link" size="small" aria-expanded={unfolded.has(keyOf(row))} onPress={() => toggle(keyOf(row))}>
                {t(text.arithmetic)}
              </Button>
              {unfolded.has(keyOf(row)) && (
                <ul className="charge-working">
                  {sayUsage(row, language).map((sentence) => (
                    <li key={sentence}>{sentence}</li>
                  ))}
                </ul>
              )}
            </div>
          ),
        },
        { key: "days", title: t(text.window), from: "wide", width: "200px", render: ({ from, to }) => `${format.day(from)} – ${format.day(to)}` },
        { key: "quantity", title: t(text.quantity), align: "end", width: "150px", render: ({ quantity }) => `${quantity} ${kindUnits[kind]}` },
        ...(isPreview
          ? [
              {
                key: "before",
                title: t(text.before),
                align: "end" as const,
                from: "medium" as const,
                width: "130px",
                render: (row: Row) => ("before" in row && row.before ? yuanText(row.before.amount) : ""),
              },
              {
                key: "notes",
                title: t(text.notes),
                from: "medium" as const,
                render: (row: Row) => ("notes" in row ? row.notes.map((note) => t(noteNames[note])).join(" · ") : ""),
              },
            ]
          : []),
        { key: "amount", title: t(text.amount), align: "end", width: "130px", card: "mark", render: ({ amount }) => <span className="tk-num">{yuanText(amount)}</span> },
      ]}
    />
  );
}

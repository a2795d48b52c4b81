import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import { Skeleton } from "antd";
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type ReactNode } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo } from "#platform/web/navigation.tsx";
import { Button } from "./Button.tsx";
import { ExportLink } from "./ExportLink.tsx";
import { ProblemNote } from "./ProblemNote.tsx";
import { EmptyTeaching } from "./states.tsx";
import { text } from "./text.ts";

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  readonly render: (row: Row) => ReactNode;
  /** CSS width; columns without one share what is left. */
  readonly width?: string;
  readonly align?: "start" | "end";
  /** Narrower screens leave it out: `wide` below 1200 px, `medium` below 900 px. Cards always show it unless `card` says otherwise. */
  readonly from?: "medium" | "wide";
  /** On a phone each row is a card: its heading, a line with the column's name, a mark beside the heading, or left out. */
  readonly card?: "heading" | "line" | "mark" | "none";
}

export interface DataTableProps<Row> {
  /** What the table holds, for screen readers. */
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  readonly rowKey: (row: Row) => string;
  /** All rows at once, or a paged query made with `infinite`. */
  readonly rows: readonly Row[] | UseInfiniteQueryResult<readonly Row[], Error>;
  /** Where a row opens. The first column (or the card's heading) becomes the link; the whole row answers a click. */
  readonly href?: (row: Row) => string;
  /** A row opens something on this screen instead. */
  readonly onOpen?: (row: Row) => void;
  /** What stands there when there are no rows. */
  readonly empty?: ReactNode;
  /** Address of the same list as a spreadsheet. */
  readonly exportHref?: string;
  /** Filters and search, above the table. */
  readonly filters?: ReactNode;
  /** Something telling about the row by its look; never the only signal. */
  readonly rowTone?: (row: Row) => "late" | "quiet" | undefined;
  /** Ticking rows, for acts on several. */
  readonly selection?: { readonly selected: ReadonlySet<string>; readonly onChange: (selected: ReadonlySet<string>) => void; readonly label: (row: Row) => string };
}

const chunkSize = 50;

/** A list: a plain table that reads more as one scrolls, and cards on a phone. Rows far out of view are not in the page. */
export function DataTable<Row>(props: DataTableProps<Row>) {
  const { label, rows, empty, exportHref, filters, columns } = props;
  const { t } = useLanguage();
  const paged = isQuery(rows) ? rows : null;
  const list = isQuery(rows) ? (rows.data ?? []) : rows;
  const isLoading = paged?.isPending ?? false;
  const chunks = Array.from({ length: Math.ceil(list.length / chunkSize) }, (_, index) => list.slice(index * chunkSize, (index + 1) * chunkSize));
  return (
    <div className="tk-list">
      {(filters || exportHref) && (
        <div className="tk-list-head">
          <div className="tk-filters">{filters}</div>
          {exportHref && <ExportLink href={exportHref} />}
        </div>
      )}
      {paged?.isError && <ProblemNote error={paged.error} />}
      {isLoading && <Skeleton active title={false} paragraph={{ rows: 8 }} />}
      {!isLoading && list.length === 0 && !paged?.isError && (empty ?? <EmptyTeaching title={t(text.emptyList)} />)}
      {list.length > 0 && (
        <table className="tk-table" aria-label={label}>
          <thead>
            <tr>
              {props.selection && <th className="tk-tick" />}
              {columns.map((column) => (
                <th key={column.key} scope="col" className={classOf(column)} style={{ width: column.width }}>
                  {column.title}
                </th>
              ))}
            </tr>
          </thead>
          {chunks.map((chunk, index) => (
            <Chunk key={index} rows={chunk} table={props} alwaysShown={chunks.length === 1} />
          ))}
        </table>
      )}
      {list.length > 0 && (
        <footer className="tk-list-foot">
          <span>{t(paged?.hasNextPage ? text.shown : text.shownAll, { count: list.length })}</span>
          {paged?.hasNextPage && <More query={paged} />}
        </footer>
      )}
    </div>
  );
}

/** Fifty rows; far out of view they give way to an empty row of their height. */
function Chunk<Row>({ rows, table, alwaysShown }: { readonly rows: readonly Row[]; readonly table: DataTableProps<Row>; readonly alwaysShown: boolean }) {
  const ref = useRef<HTMLTableSectionElement>(null);
  const [height, setHeight] = useState<number | null>(null);
  useEffect(() => {
    const body = ref.current;
    if (!body || alwaysShown) return;
    const watcher = new IntersectionObserver(
      ([entry]) => {
        if (entry) setHeight((known) => (entry.isIntersecting ? null : (known ?? entry.boundingClientRect.height)));
      },
      { rootMargin: "1500px 0px" },
    );
    watcher.observe(body);
    return () => watcher.disconnect();
  }, [alwaysShown]);
  return (
    <tbody ref={ref}>
      {height === null ? (
        rows.map((row) => <TableRow key={table.rowKey(row)} row={row} table={table} />)
      ) : (
        <tr aria-hidden="true">
          <td colSpan={table.columns.length + 1} style={{ height, padding: 0 }} />
        </tr>
      )}
    </tbody>
  );
}

function TableRow<Row>({ row, table }: { readonly row: Row; readonly table: DataTableProps<Row> }) {
  const { columns, href, onOpen, rowTone, rowKey, selection } = table;
  const go = useGo();
  const opens = href !== undefined || onOpen !== undefined;
  const open = (event: MouseEvent | KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (target.closest("a, button, input, label") || getSelection()?.toString()) return;
    if (onOpen) onOpen(row);
    else if (href) go(href(row));
  };
  const tone = rowTone?.(row);
  const heading = columns.findIndex(({ card }) => card === "heading");
  const linked = heading === -1 ? 0 : heading;
  const key = rowKey(row);
  return (
    <tr className={`${opens ? "tk-opens" : ""} ${tone ? `tk-row-${tone}` : ""}`} {...(opens ? { onClick: open } : {})}>
      {selection && (
        <td className="tk-tick">
          <input
            type="checkbox"
            aria-label={selection.label(row)}
            checked={selection.selected.has(key)}
            onChange={() => {
              const next = new Set(selection.selected);
              if (!next.delete(key)) next.add(key);
              selection.onChange(next);
            }}
          />
        </td>
      )}
      {columns.map((column, index) => {
        const content = column.render(row);
        const isBlank = content === null || content === undefined || content === "" || content === "—" || content === false;
        return (
          <td key={column.key} className={`${classOf(column)} ${isBlank ? "tk-blank" : ""}`} data-label={column.title}>
            {index === linked && href ? (
              <Link href={href(row)} className="tk-row-link">
                {content}
              </Link>
            ) : index === linked && onOpen ? (
              <button type="button" className="tk-link tk-row-link" onClick={() => onOpen(row)}>
                {content}
              </button>
            ) : isBlank && column.title ? (
              "—"
            ) : (
              content
            )}
          </td>
        );
      })}
    </tr>
  );
}

/** Reads the next page when it comes into view; the button does the same for keyboards. */
function More<Row>({ query }: { readonly query: UseInfiniteQueryResult<readonly Row[], Error> }) {
  const { t } = useLanguage();
  const ref = useRef<HTMLSpanElement>(null);
  const { fetchNextPage, isFetchingNextPage } = query;
  useEffect(() => {
    const mark = ref.current;
    if (!mark || isFetchingNextPage) return;
    const watcher = new IntersectionObserver(([entry]) => {
      if (entry?.isIntersecting) void fetchNextPage();
    });
    watcher.observe(mark);
    return () => watcher.disconnect();
  }, [fetchNextPage, isFetchingNextPage]);
  return (
    <span ref={ref}>
      <Button size="small" loading={isFetchingNextPage} onPress={() => void fetchNextPage()}>
        {t(text.loadMore)}
      </Button>
    </span>
  );
}

const isQuery = <Row,>(rows: DataTableProps<Row>["rows"]): rows is UseInfiniteQueryResult<readonly Row[], Error> => !Array.isArray(rows);

const classOf = <Row,>({ align, from, card = "line" }: Column<Row>) => [align === "end" && "tk-end", from && `tk-from-${from}`, `tk-card-${card}`].filter(Boolean).join(" ");

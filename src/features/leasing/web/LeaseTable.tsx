import type { UseInfiniteQueryResult } from "@tanstack/react-query";
import type { ReactNode } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { type Column, DataTable } from "#ui/DataTable.tsx";
import { StatusTag, type Tone } from "#ui/StatusTag.tsx";
import type { Words } from "#kernel/words.ts";
import type { namedLeaseField } from "../contract.ts";
import { isLive, leaseStatuses } from "../rules.ts";
import { text } from "./text.ts";

export type NamedLease = WireOf<typeof namedLeaseField>;

interface LeaseTableProps {
  readonly rows: readonly NamedLease[] | UseInfiniteQueryResult<readonly NamedLease[], Error>;
  /** Left out where the page already says it. */
  readonly without?: "tenant" | "unit";
  readonly filters?: ReactNode;
  readonly empty?: ReactNode;
  readonly exportHref?: string;
}

/** Leases, each with where it stands today in words. */
export function LeaseTable({ rows, without, filters, empty, exportHref }: LeaseTableProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const today = useToday();
  const columns: Column<NamedLease>[] = [
    { key: "leaseNo", title: t(text.leaseNo), card: "heading", render: ({ leaseNo }) => leaseNo },
    ...(without === "tenant" ? [] : [{ key: "tenant", title: t(text.tenant), render: ({ tenant }: NamedLease) => tenant }]),
    ...(without === "unit" ? [] : [{ key: "unit", title: t(text.unit), render: ({ place }: NamedLease) => place }]),
    { key: "start", title: t(text.start), width: "120px", render: ({ leaseStart }) => format.day(leaseStart) },
    { key: "end", title: t(text.end), width: "120px", render: ({ leaseEnd }) => format.day(leaseEnd) },
    {
      key: "status",
      title: t(text.status),
      width: "120px",
      card: "mark",
      render: (lease) => {
        const [tone, words] = standing(lease, today);
        return <StatusTag tone={tone}>{t(words)}</StatusTag>;
      },
    },
  ];
  return (
    <DataTable
      label={t(text.leases)}
      rows={rows}
      rowKey={({ id }) => id}
      columns={columns}
      href={({ id }) => href(`leasing/leases/${id}`)}
      {...(exportHref ? { exportHref } : {})}
      {...(filters ? { filters } : {})}
      {...(empty ? { empty } : {})}
    />
  );
}

/** Days compare as text: both are ISO. */
function standing(lease: NamedLease, today: string): readonly [Tone, Words] {
  if (!isLive(lease)) return [lease.status === "cancelled" || lease.status === "ended" ? "quiet" : "open", leaseStatuses[lease.status]];
  if (lease.leaseEnd < today) return ["quiet", text.over];
  return lease.leaseStart > today ? ["open", text.upcoming] : ["good", text.running];
}

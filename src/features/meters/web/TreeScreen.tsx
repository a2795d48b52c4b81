import { useSuspenseQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import type { ReactNode } from "react";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { meterTree } from "../contract.ts";
import { kindUnits, type MeterKind, meterKinds, meterRoles } from "../rules.ts";
import { optionsOf } from "./say.ts";
import { text } from "./text.ts";
import "./meters.css";

type Node = ReplyOf<typeof meterTree>["items"][number];

/** Main meters with what hangs below them. */
export function TreeScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const [{ kind }, setFilters] = useFilters({ kind: "electricity" });
  const { items, loose } = useSuspenseQuery(query(meterTree, { params: { siteId }, query: { kind: kind as MeterKind } })).data;
  const ids = new Set(items.map(({ id }) => id));
  const roots = items.filter(({ parentId }) => parentId === null || !ids.has(parentId));
  const branch = (nodes: readonly Node[]): ReactNode => (
    <ul className="meter-tree">
      {nodes.map((node) => (
        <li key={node.id}>
          <div className="meter-tree-node">
            <Link href={href(`meters/ledger/${node.id}`)}>{node.meterNo}</Link>
            <StatusTag tone={node.role === "main" ? "open" : "quiet"}>{t(meterRoles[node.role])}</StatusTag>
            <span className="tk-quiet">{node.place}</span>
            {node.tenantMeters > 0 && <span>{t(text.tenantMeters, { count: node.tenantMeters })}</span>}
            {node.lastUsage && (
              <span className="tk-num">
                {node.lastUsage} {kindUnits[kind as MeterKind]}
              </span>
            )}
          </div>
          {items.some(({ parentId }) => parentId === node.id) && branch(items.filter(({ parentId }) => parentId === node.id))}
        </li>
      ))}
    </ul>
  );
  return (
    <Page title={t(text.tree)} lead={t(text.treeLead)} crumbs={[{ label: t(text.ledger), href: href("meters/ledger") }, { label: t(text.tree) }]}>
      <div className="meter-kinds">
        <Segmented aria-label={t(text.kind)} value={kind as MeterKind} onChange={(value) => setFilters({ kind: value })} options={optionsOf(meterKinds, t)} />
      </div>
      <Section>{roots.length > 0 ? branch(roots) : <EmptyTeaching title={t(text.noTree)} />}</Section>
      {loose > 0 && <p className="tk-quiet">{t(text.loose, { count: loose })}</p>}
    </Page>
  );
}

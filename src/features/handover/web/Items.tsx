import { Segmented } from "antd";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { type InspectionState, type ItemState, responsibles } from "../rules.ts";
import { ConditionTag, Photos } from "./parts.tsx";
import { text } from "./text.ts";

/** Item by item, area by area: the condition, what is wrong, who mends it, what the tenant says. */
export function Items({ siteId, items, photos }: { readonly siteId: string; readonly items: readonly ItemState[]; readonly photos: InspectionState["photos"] }) {
  const { t } = useLanguage();
  const [filters, setFilters] = useFilters({ show: "all" });
  const shown = filters.show === "all" ? items : items.filter(({ condition, tenantSays }) => (condition !== null && condition !== "ok") || tenantSays?.agrees === false);
  const rooms = Map.groupBy(shown, ({ line }) => `${line.unit} · ${t(line.area)}`);
  return (
    <Section
      title={t(text.items)}
      actions={
        <Segmented
          aria-label={t(text.items)}
          value={filters.show}
          options={[
            { value: "all", label: t(text.allItems) },
            { value: "found", label: t(text.onlyDefects) },
          ]}
          onChange={(show) => setFilters({ show })}
        />
      }
    >
      {shown.length === 0 && <EmptyTeaching title={t(text.nothingWrong)} />}
      {[...rooms].map(([room, inside]) => (
        <Section key={room} title={room}>
          <Room siteId={siteId} label={room} items={inside} />
        </Section>
      ))}
      {photos.length > 0 && (
        <Section title={t(text.morePhotos)}>
          <Photos siteId={siteId} hashes={photos.map(({ hash }) => hash)} what={t(text.morePhotos)} />
        </Section>
      )}
    </Section>
  );
}

function Room({ siteId, label, items }: { readonly siteId: string; readonly label: string; readonly items: readonly ItemState[] }) {
  const { t } = useLanguage();
  const format = useFormat();
  return (
    <DataTable
      label={label}
      rows={items}
      rowKey={({ line }) => line.key}
      columns={[
        { key: "part", title: t(text.part), width: "170px", card: "heading", render: ({ line }) => t(line.part) },
        { key: "standard", title: t(text.standard), from: "wide", card: "none", render: ({ line }) => <span className="tk-quiet">{t(line.standard)}</span> },
        { key: "condition", title: t(text.condition), width: "130px", card: "mark", render: ({ condition }) => <ConditionTag condition={condition} /> },
        {
          key: "text",
          title: t(text.whatIsWrong),
          render: (item) => (
            <>
              {item.text || (item.photos.length === 0 && "—")}
              <Photos siteId={siteId} hashes={item.photos} what={t(item.line.part)} />
            </>
          ),
        },
        {
          key: "responsible",
          title: t(text.responsible),
          width: "150px",
          render: ({ responsible, mendBy }) => [responsible && t(responsibles[responsible]), mendBy && format.day(mendBy)].filter(Boolean).join(" · ") || "—",
        },
        {
          key: "tenant",
          title: t(text.tenantSays),
          width: "170px",
          render: ({ tenantSays }) =>
            tenantSays === null ? "—" : tenantSays.agrees ? t(text.agrees) : <StatusTag tone="warn">{t(text.disputesLine, { text: tenantSays.text })}</StatusTag>,
        },
      ]}
    />
  );
}

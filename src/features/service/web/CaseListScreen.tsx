import { DownOutlined, UpOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { DatePicker, Input, Segmented, Select } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import type { Words } from "#kernel/words.ts";
import { departmentNames } from "#kernel/role.ts";
import { infinite, linkTo, query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { countCases, exportCases, listCases, serviceRights } from "../contract.ts";
import { statusNames } from "../rules/case.ts";
import { categoryNames, causeNames, channelNames, kindNames, severityNames } from "../rules/lists.ts";
import { CaseTable } from "./CaseTable.tsx";
import "./service.css";
import { text, viewText } from "./text.ts";

const noFilters = {
  view: "open",
  order: "newest",
  text: "",
  kind: "",
  severity: "",
  attributable: "",
  status: "",
  channel: "",
  category: "",
  cause: "",
  ownerId: "",
  handlerId: "",
  department: "",
  tenantId: "",
  unitId: "",
  floorId: "",
  buildingId: "",
  from: "",
  to: "",
  isReopened: "",
};

interface Choice {
  readonly label: Words;
  readonly names: Readonly<Record<string, Words>>;
}

const usualChoices: Readonly<Record<string, Choice>> = {
  kind: { label: text.kind, names: kindNames },
  status: { label: text.status, names: statusNames },
};
const rareChoices: Readonly<Record<string, Choice>> = {
  severity: { label: text.severity, names: severityNames },
  category: { label: text.category, names: categoryNames },
  cause: { label: text.cause, names: causeNames },
  department: { label: text.department, names: departmentNames },
  channel: { label: text.channel, names: channelNames },
};

/** Every contact taken at the site, by view and filter; all of it stands in the address. */
export function CaseListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const [filters, setFilters] = useFilters(noFilters);
  const given = Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== "")) as { view?: "open" };
  const cases = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: given }));
  const { data: counted } = useQuery(query(countCases, { params: { siteId } }));
  const countOf = (view: string) => {
    const found = counted?.counts.find((count) => count.view === view);
    return found && found.count > 0 ? ` ${found.count}${found.isMore ? "+" : ""}` : "";
  };
  const isFiltered = Object.keys(given).length > 2;
  const rare = [...Object.keys(rareChoices), "from", "to"].filter((name) => name in given).length;
  const [showsRare, showRare] = useState(rare > 0);
  const selects = (choices: Readonly<Record<string, Choice>>) =>
    Object.entries(choices).map(([name, { label, names }]) => (
      <Select
        key={name}
        aria-label={t(label)}
        placeholder={t(label)}
        allowClear
        value={(filters as Record<string, string>)[name] || null}
        onChange={(value: string | null | undefined) => setFilters({ [name]: value ?? "" })}
        options={Object.entries(names).map(([value, words]) => ({ value, label: t(words) }))}
        style={{ width: 116 }}
        popupMatchSelectWidth={false}
      />
    ));
  return (
    <Page
      title={t(text.cases)}
      lead={t(text.casesLead)}
      actions={
        may(serviceRights.take) && (
          <Button type="primary" keys="n" onPress={() => go(href("service/take"))}>
            {t(text.take)}
          </Button>
        )
      }
    >
      <div className="case-views">
        <Segmented
          aria-label={t(text.cases)}
          value={filters.view}
          onChange={(view) => setFilters({ view: String(view) })}
          options={Object.entries(viewText).map(([view, label]) => ({ value: view, label: `${t(label)}${countOf(view)}` }))}
        />
      </div>
      <CaseTable
        rows={cases}
        exportHref={linkTo(exportCases, { params: { siteId }, query: given })}
        filters={
          <>
            <Input.Search
              aria-label={t(text.filterText)}
              placeholder={t(text.filterText)}
              defaultValue={filters.text}
              allowClear
              onSearch={(typed) => setFilters({ text: typed })}
              style={{ width: 190 }}
            />
            {selects(usualChoices)}
            <Select
              aria-label={t(text.order)}
              value={filters.order}
              onChange={(order) => setFilters({ order })}
              options={[
                { value: "newest", label: t(text.orderNewest) },
                { value: "due", label: t(text.orderDue) },
              ]}
            />
            <Button type="text" aria-expanded={showsRare} icon={showsRare ? <UpOutlined /> : <DownOutlined />} onPress={() => showRare(!showsRare)}>
              {rare > 0 ? t(text.moreFiltersSet, { count: rare }) : t(text.moreFilters)}
            </Button>
            {showsRare && (
              <div className="case-filters">
                {selects(rareChoices)}
                <DatePicker.RangePicker
                  aria-label={t(text.period)}
                  placeholder={[t(text.from), t(text.to)]}
                  allowEmpty={[true, true]}
                  value={[filters.from ? dayjs(filters.from) : null, filters.to ? dayjs(filters.to) : null]}
                  onChange={(days) => setFilters({ from: days?.[0]?.format("YYYY-MM-DD") ?? "", to: days?.[1]?.format("YYYY-MM-DD") ?? "" })}
                  style={{ width: 230 }}
                />
              </div>
            )}
          </>
        }
        empty={isFiltered ? <EmptyTeaching title={t(text.none)} /> : <EmptyTeaching title={t(text.noneYet)}>{t(text.noneYetHint)}</EmptyTeaching>}
      />
    </Page>
  );
}

/** No contact without an echo: everything that still waits for an answer, the most urgent first. */
export function UnansweredScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const filter = { view: "unanswered", order: "due" } as const;
  const cases = useInfiniteQuery(infinite(listCases, { params: { siteId }, query: filter }));
  return (
    <Page title={t(text.unanswered)} lead={t(text.unansweredLead)}>
      <CaseTable
        rows={cases}
        exportHref={linkTo(exportCases, { params: { siteId }, query: filter })}
        empty={<EmptyTeaching title={t(text.allAnswered)}>{t(text.allAnsweredHint)}</EmptyTeaching>}
      />
    </Page>
  );
}

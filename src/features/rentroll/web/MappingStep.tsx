import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Alert, Input, Radio, Select } from "antd";
import { useState } from "react";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { Pending } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import type { siteImports } from "../contract.ts";
import { factsOf, type FieldGroup, type Mapping, parseDay, type RollField, rollFieldNames, sayReason, type Source, whyNotMap } from "../rules.ts";
import type { ImportItem } from "./ImportScreen.tsx";
import { importsAt } from "./place.ts";
import { text } from "./text.ts";

type SheetView = ReplyOf<typeof siteImports.sheet>;

/** The second step: which sheet, which row names the columns, which column means what. */
export function MappingStep({ siteId, item, onDone }: { readonly siteId: string | undefined; readonly item: ImportItem; readonly onDone: () => void }) {
  const { t } = useLanguage();
  const { contract, here } = importsAt(siteId);
  const params = { ...here, importId: item.id };
  const [chosen, choose] = useState<{ readonly sheet: number; readonly headerRow?: number }>(
    item.mapping ? { sheet: item.mapping.sheet, headerRow: item.mapping.headerRow } : { sheet: 0 },
  );
  const view = useQuery({ ...query(contract.sheet, { params, query: chosen }), placeholderData: keepPreviousData });
  if (view.isError) return <ProblemNote error={view.error} />;
  if (!view.data) return <Pending />;
  const { top, headerRow } = view.data;
  return (
    <>
      <div className="rentroll-choices">
        {item.sheets.length > 1 && (
          <label>
            {t(text.sheet)}
            <Select aria-label={t(text.sheet)} value={chosen.sheet} onChange={(sheet) => choose({ sheet })} options={item.sheets.map((label, value) => ({ value, label }))} />
          </label>
        )}
        <label className="rentroll-wide">
          {t(text.headerRow)}
          <Select
            aria-label={t(text.headerRow)}
            value={headerRow}
            onChange={(row) => row !== null && choose({ ...chosen, headerRow: row })}
            options={top.map(({ row, cells }) => ({ value: row, label: t(text.headerRowIs, { row, cells: cells.filter(Boolean).join(" | ").slice(0, 90) }) }))}
          />
        </label>
      </div>
      {headerRow === null ? (
        <Alert type="warning" showIcon title={t(text.noHeader)} />
      ) : (
        <MappingForm key={`${chosen.sheet} ${headerRow}`} siteId={siteId} item={item} view={view.data} onDone={onDone} />
      )}
    </>
  );
}

const groups: readonly FieldGroup[] = ["site", "unit", "tenant", "lease"];
const hints: Partial<Record<RollField, (typeof text)["floorFromUnit"]>> = { floor: text.floorFromUnit, leaseNo: text.leaseNoMade };

interface FormProps {
  readonly siteId: string | undefined;
  readonly item: ImportItem;
  readonly view: SheetView;
  readonly onDone: () => void;
}

function MappingForm({ siteId, item, view, onDone }: FormProps) {
  const { t, language } = useLanguage();
  const { contract, here } = importsAt(siteId);
  const [mapping, setMapping] = useState<Mapping>(view.mapping as Mapping);
  const map = useCommand(contract.map, { onDone });
  const scope = siteId ? "site" : "company";
  const against = whyNotMap(mapping, scope, Math.max(view.columns.length, 1)).map((problem) => ({ sentence: sayReason(problem, language) }));
  const put = (field: RollField, source: Source | undefined) => {
    const { [field]: _, ...others } = mapping.fields;
    setMapping({ ...mapping, fields: source ? { ...others, [field]: source } : others });
  };
  const shownGroups = groups.filter((group) => scope === "company" || group !== "site");
  return (
    <>
      <Alert type="info" showIcon title={t(view.isRemembered ? text.remembered : text.guessed)} />
      {shownGroups.map((group) => (
        <table key={group} className="rentroll-mapping">
          <caption>{t(text[group])}</caption>
          <thead>
            <tr>
              <th scope="col">{t(text.field)}</th>
              <th scope="col">{t(text.source)}</th>
              <th scope="col">{t(text.samples)}</th>
            </tr>
          </thead>
          <tbody>
            {rollFieldNames
              .filter((field) => factsOf(field).group === group)
              .map((field) => (
                <FieldRow
                  key={field}
                  field={field}
                  view={view}
                  source={mapping.fields[field]}
                  isRequired={["siteCode", "building", "unitNo"].includes(field)}
                  dateOrder={mapping.dateOrder}
                  onChange={(source) => put(field, source)}
                />
              ))}
          </tbody>
        </table>
      ))}
      <div className="rentroll-choices">
        <fieldset>
          <legend>{t(text.dateOrder)}</legend>
          <Radio.Group
            value={mapping.dateOrder}
            onChange={({ target }) => setMapping({ ...mapping, dateOrder: target.value as Mapping["dateOrder"] })}
            options={(["mdy", "dmy"] as const).map((value) => ({ value, label: t(text[value]) }))}
          />
        </fieldset>
        <fieldset>
          <legend>{t(text.areaUnit)}</legend>
          <Radio.Group
            value={mapping.areaUnit}
            onChange={({ target }) => setMapping({ ...mapping, areaUnit: target.value as Mapping["areaUnit"] })}
            options={(["sqm", "sqft"] as const).map((value) => ({ value, label: t(text[value]) }))}
          />
        </fieldset>
      </div>
      <ProblemNote error={map.error} />
      <div className="rentroll-actions">
        <Button
          type="primary"
          unless={against}
          loading={map.isPending}
          keys="mod+Enter"
          onPress={() => map.mutate({ params: { ...here, importId: item.id }, body: mapping as Parameters<typeof map.mutate>[0]["body"] })}
        >
          {t(text.preview)}
        </Button>
      </div>
    </>
  );
}

interface FieldRowProps {
  readonly field: RollField;
  readonly view: SheetView;
  readonly source: Source | undefined;
  readonly isRequired: boolean;
  readonly dateOrder: Mapping["dateOrder"];
  readonly onChange: (source: Source | undefined) => void;
}

const none = "none";
const fixed = "fixed";

function FieldRow({ field, view, source, isRequired, dateOrder, onChange }: FieldRowProps) {
  const { t } = useLanguage();
  const { name } = factsOf(field);
  const hint = hints[field];
  const [isFixed, setFixed] = useState(source !== undefined && "fixed" in source);
  const column = source && "column" in source ? source.column : undefined;
  const confidence = view.confidence[field];
  const isGuess = column !== undefined && confidence !== undefined && column === guessedColumn(view, field);
  const choose = (value: string) => {
    setFixed(value === fixed);
    onChange(value === none || value === fixed ? undefined : { column: Number(value) });
  };
  return (
    <tr>
      <th scope="row">
        {t(name)}
        {isRequired && <span className="rentroll-required">{t(text.required)}</span>}
      </th>
      <td data-label={t(text.source)}>
        <Select
          aria-label={t(text.sourceOf, { field: name })}
          showSearch={{ optionFilterProp: "label" }}
          value={isFixed ? fixed : column === undefined ? none : String(column)}
          onChange={choose}
          options={[
            { value: none, label: t(text.notTaken) },
            { value: fixed, label: t(text.fixed) },
            ...view.columns.map(({ title, letters }, index) => ({ value: String(index), label: `${letters} ${title}` })),
          ]}
        />
        {isFixed && (
          <Input
            aria-label={t(text.fixedFor, { field: name })}
            value={source && "fixed" in source ? source.fixed : ""}
            maxLength={200}
            onChange={({ target }) => onChange(target.value.trim() === "" ? undefined : { fixed: target.value })}
          />
        )}
        {isGuess && <StatusTag tone={confidence >= 0.9 ? "good" : "warn"}>{t(confidence >= 0.9 ? text.sure : text.unsure)}</StatusTag>}
      </td>
      <td data-label={t(text.samples)}>
        {column !== undefined ? (
          <span className="rentroll-samples">
            {view.columns[column]?.samples.map((sample) => (
              <code key={sample}>{readable(field, sample, dateOrder)}</code>
            ))}
          </span>
        ) : (
          hint && !isFixed && <span className="rentroll-hint">{t(hint)}</span>
        )}
      </td>
    </tr>
  );
}

/** A day as it will be read, whatever the sheet holds; all else as it stands. */
function readable(field: RollField, sample: string, order: Mapping["dateOrder"]): string {
  if (factsOf(field).kind !== "day") return sample;
  const read = parseDay(sample, order);
  return "value" in read && read.value ? read.value.toString() : sample;
}

function guessedColumn({ mapping }: SheetView, field: RollField): number | undefined {
  const source = mapping.fields[field];
  return source && "column" in source ? source.column : undefined;
}

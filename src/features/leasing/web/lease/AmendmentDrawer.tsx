import { useQuery } from "@tanstack/react-query";
import { Drawer, Select } from "antd";
import { useState } from "react";
import { z } from "zod";
import type { WireOf } from "#kernel/contract.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useToday, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { listUnits } from "#features/sites/contract.ts";
import { amendmentField, changeAmendment, draftAmendment, leaseTermsField } from "../../contract.ts";
import {
  type AmendmentKind,
  amendmentKinds,
  differenceOf,
  feeItems,
  heldBy,
  payCycles,
  cycleWords,
  scheduleOfVersions,
  terminationCauses,
  versionKinds,
  whyNotAdd,
} from "../../rules.ts";
import { publicCalendar } from "./draft.ts";
import { ChoiceField, choicesOf, DayField, Field, TextField } from "./Field.tsx";
import { TenantField } from "./LeaseEditorScreen.tsx";
import { DifferenceTable, type Version, type View } from "./DifferenceTable.tsx";
import { text } from "./text.ts";

type WireAmendment = WireOf<typeof amendmentField>;
type Of<K extends AmendmentKind> = Extract<WireAmendment, { kind: K }>;
type Kind = Exclude<WireAmendment["kind"], "revival">;

const kinds = amendmentKinds.filter((kind): kind is Kind => kind !== "other" && kind !== "revival");

/** Draws up an amendment, with what it does to the schedule beside it while one types. */
export function AmendmentDrawer({ siteId, view, onClose }: { readonly siteId: string; readonly view: View; readonly onClose: () => void }) {
  const { t, language } = useLanguage();
  const today = useToday();
  const zone = useZone();
  const open = view.versions.find(({ status, amendment }) => status === "draft" && amendment !== null);
  const last = view.versions.findLast(({ status }) => status === "signed")!;
  const [amendment, setAmendment] = useState<WireAmendment>(open?.amendment ?? startOf("freePeriod", last, today));
  const [reason, setReason] = useState(open?.reason ?? "");
  const draft = useCommand(draftAmendment, { onDone: onClose });
  const change = useCommand(changeAmendment, { onDone: onClose });
  const reading = read(view, amendment, zone);
  const missing = reason.trim() === "" ? [{ sentence: `${t(text.reason)}: ${t(text.missing)}` }] : [];
  function save() {
    const params = { siteId, leaseId: view.lease.id };
    const body = { amendment, reason };
    if (open) change.mutate({ params: { ...params, number: String(open.number) }, body: { ...body, version: open.version } });
    else draft.mutate({ params, body });
  }
  return (
    <Drawer title={t(text.amend)} open onClose={onClose} size={640} className="tk-drawer">
      <div className="tl-fields">
        <ChoiceField
          label={t(text.kind)}
          value={amendment.kind as Kind}
          onChange={(kind) => setAmendment(startOf(kind, last, today))}
          options={kinds.map((kind) => ({ value: kind, label: versionKinds[kind] }))}
        />
        {amendment.kind !== "termination" && amendment.kind !== "renewal" && amendment.kind !== "holdover" && (
          <DayField label={t(text.on)} value={amendment.on} onChange={(on) => setAmendment({ ...amendment, on })} />
        )}
        <KindFields siteId={siteId} amendment={amendment} last={last} onChange={setAmendment} />
        <TextField wide label={t(text.reason)} value={reason} onChange={setReason} />
      </div>
      <h3>{t(text.difference)}</h3>
      {reading.problems.length > 0 ? (
        <ul className="tl-gate tl-wrong" role="alert">
          {reading.problems.map((problem, place) => (
            <li key={place}>{sayReason(problem, language)}</li>
          ))}
        </ul>
      ) : reading.difference ? (
        <DifferenceTable {...reading.difference} />
      ) : (
        <p className="tk-quiet">{t(text.notYet)}</p>
      )}
      <ProblemNote error={draft.error ?? change.error} />
      <div className="tk-form-foot">
        <Button type="primary" keys="mod+Enter" loading={draft.isPending || change.isPending} unless={[...reading.problems, ...missing]} onPress={save}>
          {t(text.save)}
        </Button>
      </div>
    </Drawer>
  );
}

/** What is typed does to the schedule that is signed. */
function read(view: View, amendment: WireAmendment, zone: string) {
  const decoded = z.safeDecode(amendmentField, amendment);
  if (!decoded.success) return { problems: [], difference: null };
  const [first, ...later] = view.versions;
  const amendments = later.flatMap((version) =>
    version.amendment && version.status === "signed" ? [{ number: version.number, amendment: z.decode(amendmentField, version.amendment) }] : [],
  );
  const written = { tenantId: first!.tenantId as never, terms: z.decode(leaseTermsField, first!.terms), amendments };
  const problems = whyNotAdd(written, decoded.data);
  if (problems.length > 0) return { problems, difference: null };
  const calendar = publicCalendar(zone);
  const after = { ...written, amendments: [...amendments, { number: 10_000, amendment: decoded.data }] };
  return { problems, difference: differenceOf(scheduleOfVersions(heldBy(written), { calendar }), scheduleOfVersions(heldBy(after), { calendar })) };
}

function startOf(kind: Kind, { terms }: Version, today: string): WireAmendment {
  const now = Temporal.PlainDate.from(today);
  const start = Temporal.PlainDate.from(terms.leaseStart);
  const later = Temporal.PlainDate.compare(now, start) < 0 ? start : now;
  const on = later.with({ day: 1 }).add({ months: 1 }).toString();
  const end = Temporal.PlainDate.from(terms.leaseEnd);
  const afterEnd = end.add({ days: 1 });
  const rent = terms.fees[0];
  const unitId = terms.units[0]!.unitId;
  switch (kind) {
    case "price":
      return { kind, on, feeId: rent?.id ?? "rent", price: rent?.price ?? "" };
    case "area":
      return { ...terms.units[0]!, kind, on };
    case "extension":
      return { kind, on, leaseEnd: end.add({ years: 1 }).toString() };
    case "renewal":
      return {
        kind,
        on: afterEnd.toString(),
        leaseEnd: afterEnd.add({ years: 3 }).subtract({ days: 1 }).toString(),
        prices: terms.fees.map(({ id, price }) => ({ feeId: id, price })),
        freePeriods: [],
      };
    case "freePeriod":
      return { kind, on, feeIds: [rent?.id ?? "rent"], from: on, to: Temporal.PlainDate.from(on).add({ months: 1 }).subtract({ days: 1 }).toString() };
    case "party":
      return { kind, on, tenantId: "" as never };
    case "expansion":
      return { kind, on, units: [], fees: [] };
    case "contraction":
      return { kind, on, unitIds: [unitId] };
    case "holdover":
      return { kind, on: afterEnd.toString(), until: afterEnd.add({ months: 6 }).subtract({ days: 1 }).toString(), percent: "100", payCycleMonths: 1 };
    case "sublease":
      return { kind, on, note: "" };
    case "termination":
      return { kind, on, leavingDay: Temporal.PlainDate.from(on).subtract({ days: 1 }).toString(), cause: "agreed" };
  }
}

interface KindProps {
  readonly siteId: string;
  readonly amendment: WireAmendment;
  readonly last: Version;
  readonly onChange: (amendment: WireAmendment) => void;
}

function KindFields({ siteId, amendment, last, onChange }: KindProps) {
  const { t } = useLanguage();
  const fees = last.terms.fees.map((fee) => ({ value: fee.id, label: feeItems[fee.feeItem].name }));
  switch (amendment.kind) {
    case "price":
      return (
        <>
          <ChoiceField label={t(text.fee)} value={amendment.feeId} onChange={(feeId) => onChange({ ...amendment, feeId })} options={fees} />
          <TextField decimal label={t(text.price)} value={amendment.price} onChange={(price) => onChange({ ...amendment, price })} />
        </>
      );
    case "area":
      return (
        <>
          <UnitsField
            label={t(text.unitNo)}
            siteId={siteId}
            value={[amendment.unitId]}
            among={last.terms.units.map(({ unitId }) => unitId)}
            onChange={([unitId]) => unitId && onChange({ ...amendment, unitId: unitId as never })}
          />
          <TextField decimal label={t(text.area)} value={String(amendment.areaCenti / 100)} onChange={(typed) => onChange({ ...amendment, areaCenti: centiOf(typed) })} />
        </>
      );
    case "extension":
      return <DayField label={t(text.newEnd)} value={amendment.leaseEnd} onChange={(leaseEnd) => onChange({ ...amendment, leaseEnd })} />;
    case "renewal":
      return (
        <>
          <DayField label={t(text.newEnd)} value={amendment.leaseEnd} onChange={(leaseEnd) => onChange({ ...amendment, leaseEnd })} />
          {amendment.prices.map(({ feeId, price }) => (
            <TextField
              key={feeId}
              decimal
              label={`${t(fees.find(({ value }) => value === feeId)?.label ?? text.fee)} · ${t(text.price)}`}
              value={price}
              onChange={(typed) => onChange({ ...amendment, prices: amendment.prices.map((each) => (each.feeId === feeId ? { ...each, price: typed } : each)) })}
            />
          ))}
        </>
      );
    case "freePeriod":
      return <FreeFields amendment={amendment} fees={fees} onChange={onChange} />;
    case "party":
      return <TenantField siteId={siteId} value={amendment.tenantId} onChange={(tenantId) => onChange({ ...amendment, tenantId })} />;
    case "expansion":
      return <ExpansionFields siteId={siteId} amendment={amendment} last={last} onChange={onChange} />;
    case "contraction":
      return (
        <UnitsField
          label={t(text.unitNo)}
          siteId={siteId}
          isMany
          value={amendment.unitIds}
          among={last.terms.units.map(({ unitId }) => unitId)}
          onChange={(unitIds) => onChange({ ...amendment, unitIds: unitIds as never })}
        />
      );
    case "holdover":
      return (
        <>
          <DayField label={t(text.until)} value={amendment.until} onChange={(until) => onChange({ ...amendment, until })} />
          <TextField decimal label={t(text.percentOf)} value={amendment.percent ?? "100"} onChange={(percent) => onChange({ ...amendment, percent })} />
          <ChoiceField
            label={t(text.payCycle)}
            value={String(amendment.payCycleMonths ?? 1)}
            onChange={(value) => onChange({ ...amendment, payCycleMonths: payCycles.find((cycle) => String(cycle) === value)! })}
            options={payCycles.map((cycle) => ({ value: String(cycle), label: cycleWords[`${cycle}`] }))}
          />
        </>
      );
    case "sublease":
      return <TextField wide label={t(text.note)} value={amendment.note} onChange={(note) => onChange({ ...amendment, note })} />;
    case "termination":
      return (
        <>
          <DayField
            label={t(text.leavingDay)}
            value={amendment.leavingDay}
            onChange={(leavingDay) => onChange({ ...amendment, leavingDay, on: Temporal.PlainDate.from(leavingDay).add({ days: 1 }).toString() })}
          />
          <ChoiceField label={t(text.cause)} value={amendment.cause} onChange={(cause) => onChange({ ...amendment, cause })} options={choicesOf(terminationCauses)} />
        </>
      );
    case "revival":
      return null;
  }
}

function FreeFields({
  amendment,
  fees,
  onChange,
}: {
  readonly amendment: Of<"freePeriod">;
  readonly fees: readonly { value: string; label: (typeof feeItems)["rent"]["name"] | { zh: string; en: string } }[];
  readonly onChange: (amendment: WireAmendment) => void;
}) {
  const { t } = useLanguage();
  return (
    <>
      <Field label={t(text.fee)} wide>
        {(id) => (
          <Select<string[]>
            id={id}
            mode="multiple"
            value={[...amendment.feeIds]}
            onChange={(feeIds) => onChange({ ...amendment, feeIds })}
            options={fees.map(({ value, label }) => ({ value, label: t(label) }))}
          />
        )}
      </Field>
      <DayField label={t(text.from)} value={amendment.from} onChange={(from) => onChange({ ...amendment, from })} />
      <DayField label={t(text.to)} value={amendment.to} onChange={(to) => onChange({ ...amendment, to })} />
    </>
  );
}

function ExpansionFields({
  siteId,
  amendment,
  last,
  onChange,
}: {
  readonly siteId: string;
  readonly amendment: Of<"expansion">;
  readonly last: Version;
  readonly onChange: (amendment: WireAmendment) => void;
}) {
  const { t } = useLanguage();
  const { data } = useQuery(query(listUnits, { params: { siteId }, query: { limit: 200, state: "lettable" } }));
  const held = new Set<string>(last.terms.units.map(({ unitId }) => unitId));
  const free = (data?.items ?? []).filter(({ id }) => !held.has(id));
  return (
    <Field label={t(text.addUnit)} wide>
      {(id) => (
        <Select<string[]>
          id={id}
          mode="multiple"
          showSearch={{ optionFilterProp: "label" }}
          value={amendment.units.map(({ unitId }) => unitId as string)}
          onChange={(unitIds) =>
            onChange({
              ...amendment,
              units: free
                .filter((unit) => unitIds.includes(unit.id))
                .map((unit) => ({ unitId: unit.id, areaCenti: unit.chargeableCenti ?? unit.grossCenti ?? 1, ...(unit.grossCenti ? { grossCenti: unit.grossCenti } : {}) })),
            })
          }
          options={free.map((unit) => ({ value: unit.id as string, label: unit.place }))}
        />
      )}
    </Field>
  );
}

function UnitsField({
  label,
  siteId,
  value,
  among,
  isMany = false,
  onChange,
}: {
  readonly label: string;
  readonly siteId: string;
  readonly value: readonly string[];
  readonly among: readonly string[];
  readonly isMany?: boolean;
  readonly onChange: (unitIds: string[]) => void;
}) {
  const { data } = useQuery(query(listUnits, { params: { siteId }, query: { limit: 200 } }));
  const options = among.map((unitId) => ({ value: unitId, label: data?.items.find(({ id }) => id === unitId)?.place ?? unitId.slice(0, 8) }));
  return (
    <Field label={label} wide>
      {(id) =>
        isMany ? (
          <Select<string[]> id={id} mode="multiple" value={[...value]} onChange={onChange} options={options} />
        ) : (
          <Select<string> id={id} value={value[0] ?? null!} onChange={(unitId) => onChange([unitId])} options={options} />
        )
      }
    </Field>
  );
}

function centiOf(typed: string): number {
  const match = /^(\d{1,6})(?:\.(\d{0,2}))?$/.exec(typed);
  return match ? Number.parseInt(match[1]!, 10) * 100 + Number.parseInt((match[2] ?? "").padEnd(2, "0"), 10) : 0;
}

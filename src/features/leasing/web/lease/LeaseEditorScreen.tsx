import { PlusOutlined, RedoOutlined, UndoOutlined } from "@ant-design/icons";
import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Select } from "antd";
import { useDeferredValue, useState } from "react";
import { asId, type Id, newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useToday, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { useShortcut } from "#ui/shortcuts.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listUnits } from "#features/sites/contract.ts";
import { getTenant, listTenants } from "#features/tenants/contract.ts";
import { changeDraft, draftLease, getLease, recordSigned } from "../../contract.ts";
import { areaText, rentStartOf } from "../../rules.ts";
import { aFee, countsWorkingDays, type Draft, emptyTerms, freeId, type Reading, useDraft, useReading, type WireTerms, withDay, withPreset } from "./draft.ts";
import { labels } from "../labels.ts";
import { FeeCard } from "./FeeCard.tsx";
import { ChoiceField, DayField, Field, OpenDayField, TextField, CountField, UnreadableContext } from "./Field.tsx";
import { ScheduleView } from "./ScheduleView.tsx";
import { SumCard, YuanField } from "./SumCards.tsx";
import { text } from "./text.ts";
import "./lease.css";

/** Writes a new lease, or, with `how=signed`, records one signed elsewhere. */
export function NewLeaseScreen({ siteId }: { readonly siteId: string }) {
  const today = useToday();
  const [{ how, tenantId }] = useFilters({ how: "", tenantId: "" });
  const initial: Draft = { leaseNo: "", tenantId, handoverOn: null, moveInOn: null, signedOn: today, terms: emptyTerms(today) };
  return <Editor siteId={siteId} initial={initial} mode={how === "signed" ? "signed" : "new"} />;
}

/** Changes the draft of a lease. */
export function LeaseDraftScreen({ siteId, leaseId }: { readonly siteId: string; readonly leaseId: string }) {
  const { lease, versions } = useSuspenseQuery(query(getLease, { params: { siteId, leaseId } })).data;
  const [first] = versions;
  const today = useToday();
  const { t } = useLanguage();
  const href = useHref();
  if (first?.status !== "draft")
    return (
      <Page title={lease.leaseNo} crumbs={[{ label: t(labels.leases), href: href("leasing/leases") }]}>
        <EmptyTeaching title={t(first ? text.notDraft : text.withoutTerms)} action={<Link href={href(`leasing/leases/${leaseId}`)}>{t(text.open)}</Link>} />
      </Page>
    );
  const { leaseNo, tenantId, handoverOn, moveInOn } = lease;
  return (
    <Editor siteId={siteId} initial={{ leaseNo, tenantId, handoverOn, moveInOn, signedOn: today, terms: first.terms }} mode="change" leaseId={leaseId} version={first.version} />
  );
}

function Editor({
  siteId,
  initial,
  mode,
  leaseId,
  version = 1,
}: {
  readonly siteId: string;
  readonly initial: Draft;
  readonly mode: "new" | "signed" | "change";
  readonly leaseId?: string;
  readonly version?: number;
}) {
  const { t, language } = useLanguage();
  const href = useHref();
  const go = useGo();
  const zone = useZone();
  const [id] = useState(() => asId<"lease">(leaseId ?? newId()));
  const { draft, change, changeTerms, canUndo, canRedo, undo, redo } = useDraft(initial);
  const reading = useReading(useDeferredValue(draft.terms), zone);
  const [tried, setTried] = useState(false);
  useShortcut("mod+z", text.undo, undo, canUndo);
  const done = () => go(href(`leasing/leases/${id}`));
  const create = useCommand(draftLease, { onDone: done });
  const update = useCommand(changeDraft, { onDone: done });
  const record = useCommand(recordSigned, { onDone: done });
  const command = mode === "new" ? create : mode === "signed" ? record : update;
  const isComplete = reading.terms !== null && draft.leaseNo.trim() !== "" && draft.tenantId !== "";

  function save() {
    setTried(true);
    if (!isComplete) return;
    const { leaseNo, tenantId, handoverOn, moveInOn, terms, signedOn } = draft;
    const body = { leaseNo, tenantId, handoverOn, moveInOn, terms };
    if (mode === "new") create.mutate({ params: { siteId }, body: { id, ...body } });
    else if (mode === "signed") record.mutate({ params: { siteId }, body: { id, ...body, signedOn } });
    else update.mutate({ params: { siteId, leaseId: id }, body: { ...body, version } });
  }

  const general = reading.problems.filter(({ facts }) => !draft.terms.fees.some((fee) => fee.id === facts["fee"]));
  return (
    <Page
      title={t(mode === "new" ? text.newLease : mode === "signed" ? text.recordSigned : text.editDraft)}
      lead={t(text.editorLead)}
      mark={canUndo ? <span className="tk-quiet">{t(text.unsaved)}</span> : undefined}
      actions={
        <>
          <Button icon={<UndoOutlined aria-hidden />} onPress={undo} unless={canUndo ? [] : [{ sentence: t(text.saved) }]} aria-label={t(text.undo)} />
          <Button icon={<RedoOutlined aria-hidden />} onPress={redo} unless={canRedo ? [] : [{ sentence: t(text.saved) }]} aria-label={t(text.redo)} />
          <Button type="primary" onPress={save} loading={command.isPending} keys="mod+Enter">
            {t(mode === "signed" ? text.record : text.save)}
          </Button>
        </>
      }
    >
      <ProblemNote error={command.error} />
      <UnreadableContext value={tried || canUndo ? reading.unreadable : new Set()}>
        <div className="tl-editor">
          <div>
            <Section title={t(text.parties)}>
              <div className="tl-fields">
                <TextField label={t(text.leaseNo)} value={draft.leaseNo} onChange={(leaseNo) => change("leaseNo", (was) => ({ ...was, leaseNo }))} />
                <TenantField siteId={siteId} value={draft.tenantId} onChange={(tenantId) => change("", (was) => ({ ...was, tenantId }))} />
              </div>
              {tried && (draft.leaseNo.trim() === "" || draft.tenantId === "") && <span className="tl-wrong">{t(text.missing)}</span>}
            </Section>
            <Units siteId={siteId} terms={draft.terms} onChange={changeTerms} />
            <Days draft={draft} reading={reading} mode={mode} change={change} changeTerms={changeTerms} />
            <Fees terms={draft.terms} reading={reading} changeTerms={changeTerms} />
            <Sums terms={draft.terms} changeTerms={changeTerms} />
          </div>
          <div className="tl-result" aria-live="polite">
            <Section title={t(text.schedule)}>
              {general.length > 0 && (
                <Alert
                  type="warning"
                  showIcon
                  title={
                    <ul className="tl-gate">
                      {general.map((problem, place) => (
                        <li key={place}>{sayReason(problem, language)}</li>
                      ))}
                    </ul>
                  }
                />
              )}
              {reading.lines.length > 0 ? (
                <ScheduleView lines={reading.lines} firstDue={draft.terms.firstPaymentOn ?? draft.terms.leaseStart} />
              ) : (
                <p className="tk-quiet">{t(text.notYet)}</p>
              )}
              {countsWorkingDays(draft.terms) && <p className="tk-quiet">{t(text.provisional)}</p>}
            </Section>
          </div>
        </div>
      </UnreadableContext>
    </Page>
  );
}

type ChangeTerms = (field: string, become: (terms: WireTerms) => WireTerms) => void;

export function TenantField({ siteId, value, onChange }: { readonly siteId: string; readonly value: string; readonly onChange: (tenantId: Id<"tenant">) => void }) {
  const { t } = useLanguage();
  const [search, setSearch] = useState("");
  const { data } = useQuery(query(listTenants, { params: { siteId }, query: { limit: 30, ...(search ? { search } : {}) } }));
  const { data: chosen } = useQuery({ ...query(getTenant, { params: { siteId, tenantId: value } }), enabled: value !== "" });
  const found = (data?.items ?? []).map(({ id, name }) => ({ value: id as string, label: name }));
  const options = chosen && !found.some((option) => option.value === value) ? [{ value, label: chosen.tenant.name }, ...found] : found;
  return (
    <Field label={t(text.tenant)} wide>
      {(id) => (
        <Select<string>
          id={id}
          showSearch={{ filterOption: false, onSearch: setSearch }}
          value={value === "" ? null : value}
          onChange={(tenantId) => onChange(asId<"tenant">(tenantId))}
          options={options}
        />
      )}
    </Field>
  );
}

/** The units of the lease, each with the area that is agreed. */
export function Units({ siteId, terms, onChange }: { readonly siteId: string; readonly terms: WireTerms; readonly onChange: ChangeTerms }) {
  const { t } = useLanguage();
  const [search, setSearch] = useState("");
  const { data } = useQuery(query(listUnits, { params: { siteId }, query: { limit: 40, state: "lettable", ...(search ? { search } : {}) } }));
  const [names, setNames] = useState<ReadonlyMap<string, string>>(new Map());
  const known = data?.items ?? [];
  const nameOf = (unitId: string) => known.find((unit) => unit.id === unitId)?.place ?? names.get(unitId) ?? unitId.slice(0, 8);
  function add(unitId: string) {
    const unit = known.find((each) => each.id === unitId);
    if (!unit || terms.units.some((each) => each.unitId === unitId)) return;
    setNames((was) => new Map([...was, [unitId, unit.place]]));
    const areaCenti = unit.chargeableCenti ?? unit.grossCenti ?? 0;
    const surveyed = { ...(unit.grossCenti ? { grossCenti: unit.grossCenti } : {}), ...(unit.netCenti ? { netCenti: unit.netCenti } : {}) };
    onChange("", (was) => ({ ...was, units: [...was.units, { unitId: unit.id, areaCenti, ...surveyed }] }));
  }
  return (
    <Section title={t(text.units)}>
      {terms.units.map(({ unitId, areaCenti }, place) => (
        <div className="tl-rowset" key={unitId}>
          <AreaField
            label={`${nameOf(unitId)} · ${t(text.area)}`}
            path={`units.${place}.areaCenti`}
            value={areaCenti}
            onChange={(area) => onChange(`units.${place}`, (was) => ({ ...was, units: was.units.map((unit) => (unit.unitId === unitId ? { ...unit, areaCenti: area } : unit)) }))}
          />
          <Button
            type="text"
            onPress={() => onChange("", (was) => ({ ...was, units: was.units.filter((unit) => unit.unitId !== unitId) }))}
            aria-label={`${t(text.removeUnit)}: ${nameOf(unitId)}`}
          >
            {t(text.remove)}
          </Button>
        </div>
      ))}
      <Field label={t(text.addUnit)} path="units" value={terms.units}>
        {(id) => (
          <Select<string>
            id={id}
            showSearch={{ filterOption: false, onSearch: setSearch }}
            value={null as unknown as string}
            onChange={add}
            options={known.filter((unit) => !terms.units.some(({ unitId }) => unitId === unit.id)).map((unit) => ({ value: unit.id as string, label: unit.place }))}
          />
        )}
      </Field>
    </Section>
  );
}

/** Square metres as typed; kept in hundredths. */
function AreaField({ label, path, value, onChange }: { readonly label: string; readonly path: string; readonly value: number; readonly onChange: (centi: number) => void }) {
  const [typed, setTyped] = useState(value === 0 ? "" : areaText(value));
  return (
    <TextField
      decimal
      label={label}
      path={path}
      value={typed}
      onChange={(next) => {
        setTyped(next);
        const match = /^(\d{1,6})(?:\.(\d{0,2}))?$/.exec(next);
        onChange(match ? Number.parseInt(match[1]!, 10) * 100 + Number.parseInt((match[2] ?? "").padEnd(2, "0"), 10) : 0);
      }}
    />
  );
}

function Days({
  draft,
  reading,
  mode,
  change,
  changeTerms,
}: {
  readonly draft: Draft;
  readonly reading: Reading;
  readonly mode: "new" | "signed" | "change";
  readonly change: (field: string, become: (draft: Draft) => Draft) => void;
  readonly changeTerms: ChangeTerms;
}) {
  const { t } = useLanguage();
  const { terms } = draft;
  return (
    <Section title={t(text.dates)}>
      <div className="tl-fields">
        <DayField label={t(text.leaseStart)} path="leaseStart" value={terms.leaseStart} onChange={(day) => changeTerms("leaseStart", (was) => withDay(was, "leaseStart", day))} />
        <DayField label={t(text.leaseEnd)} path="leaseEnd" value={terms.leaseEnd} onChange={(day) => changeTerms("leaseEnd", (was) => withDay(was, "leaseEnd", day))} />
        <Field label={t(text.rentStartAuto)}>{(id) => <output id={id}>{reading.terms ? rentStartOf(reading.terms).toString() : "—"}</output>}</Field>
        <OpenDayField label={t(text.handoverOn)} value={draft.handoverOn} onChange={(handoverOn) => change("", (was) => ({ ...was, handoverOn }))} />
        <OpenDayField label={t(text.moveInOn)} value={draft.moveInOn} onChange={(moveInOn) => change("", (was) => ({ ...was, moveInOn }))} />
        <OpenDayField
          label={t(text.firstPaymentOn)}
          value={terms.firstPaymentOn ?? null}
          onChange={(day) => changeTerms("", ({ firstPaymentOn: _old, ...was }) => (day === null ? was : { ...was, firstPaymentOn: day }))}
        />
        {mode === "signed" && <DayField label={t(text.signedOn)} value={draft.signedOn} onChange={(signedOn) => change("", (was) => ({ ...was, signedOn }))} />}
        <CountField
          label={t(text.noticeDays)}
          path="noticeDays"
          value={terms.noticeDays}
          onChange={(noticeDays) => changeTerms("noticeDays", (was) => ({ ...was, noticeDays: noticeDays ?? 0 }))}
        />
        <ChoiceField
          label={t(text.holidayRoll)}
          value={terms.holidayRoll}
          onChange={(holidayRoll) => changeTerms("", (was) => ({ ...was, holidayRoll }))}
          options={[
            { value: "none", label: text.rollNone },
            { value: "next", label: text.rollNext },
          ]}
        />
        <YuanField
          label={t(text.earnestMoney)}
          value={terms.earnestMoney}
          onChange={(earnestMoney) => changeTerms("earnestMoney", ({ earnestMoney: _old, ...was }) => (earnestMoney === undefined ? was : { ...was, earnestMoney }))}
        />
      </div>
    </Section>
  );
}

function Fees({ terms, reading, changeTerms }: { readonly terms: WireTerms; readonly reading: Reading; readonly changeTerms: ChangeTerms }) {
  const { t } = useLanguage();
  return (
    <Section
      title={t(text.fees)}
      actions={
        <>
          <Button size="small" onPress={() => changeTerms("", (was) => withPreset(was, "3", 3))}>
            {t(text.deposit3pay3)}
          </Button>
          <Button size="small" onPress={() => changeTerms("", (was) => withPreset(was, "2", 1))}>
            {t(text.deposit2pay1)}
          </Button>
        </>
      }
    >
      {terms.fees.map((fee, place) => (
        <FeeCard
          key={fee.id}
          fee={fee}
          path={`fees.${place}`}
          problems={reading.problems.filter(({ facts }) => facts["fee"] === fee.id)}
          onChange={(field, next) => changeTerms(field, (was) => ({ ...was, fees: was.fees.map((each) => (each.id === fee.id ? next : each)) }))}
          onRemove={() => changeTerms("", (was) => ({ ...was, fees: was.fees.filter(({ id }) => id !== fee.id) }))}
        />
      ))}
      <Button icon={<PlusOutlined aria-hidden />} onPress={() => changeTerms("", (was) => ({ ...was, fees: [...was.fees, aFee("parking", was, freeId(was, "fee"))] }))}>
        {t(text.addFee)}
      </Button>
    </Section>
  );
}

function Sums({ terms, changeTerms }: { readonly terms: WireTerms; readonly changeTerms: ChangeTerms }) {
  const { t } = useLanguage();
  return (
    <>
      <Section title={t(text.deposits)}>
        {terms.deposits.map((deposit, place) => (
          <SumCard
            key={deposit.id}
            sum={deposit}
            nature="deposit"
            path={`deposits.${place}`}
            fees={terms.fees}
            onChange={(field, next) => changeTerms(field, (was) => ({ ...was, deposits: was.deposits.map((each) => (each.id === deposit.id ? next : each)) }))}
            onRemove={() => changeTerms("", (was) => ({ ...was, deposits: was.deposits.filter(({ id }) => id !== deposit.id) }))}
          />
        ))}
        <Button
          icon={<PlusOutlined aria-hidden />}
          onPress={() =>
            changeTerms("", (was) => ({
              ...was,
              deposits: [
                ...was.deposits,
                { id: freeId(was, "fitoutDeposit"), feeItem: "fitoutDeposit", basis: { kind: "perSqm", price: "50", areaBasis: "agreed" }, followsEscalation: false },
              ],
            }))
          }
        >
          {t(text.addDeposit)}
        </Button>
      </Section>
      <Section title={t(text.onceFees)}>
        {terms.onceFees.map((once, place) => (
          <SumCard
            key={once.id}
            sum={once}
            nature="once"
            path={`onceFees.${place}`}
            fees={terms.fees}
            onChange={(field, next) => changeTerms(field, (was) => ({ ...was, onceFees: was.onceFees.map((each) => (each.id === once.id ? next : each)) }))}
            onRemove={() => changeTerms("", (was) => ({ ...was, onceFees: was.onceFees.filter(({ id }) => id !== once.id) }))}
          />
        ))}
        <Button
          icon={<PlusOutlined aria-hidden />}
          onPress={() =>
            changeTerms("", (was) => ({
              ...was,
              onceFees: [...was.onceFees, { id: freeId(was, "cardFee"), feeItem: "cardFee", basis: { kind: "perPiece", price: "20", count: 10 }, taxMode: "inclusive" }],
            }))
          }
        >
          {t(text.addOnce)}
        </Button>
      </Section>
    </>
  );
}

import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { Checkbox } from "antd";
import { compareExact, plainText, times } from "#kernel/decimal.ts";
import type { Problem } from "#kernel/problem.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { Button } from "#ui/Button.tsx";
import { areaBases, calcModes, cycleWords, dayPriceRules, feeItems, payCycles, priceUnits, splitRules, yearDaysChoices } from "../../rules.ts";
import type { WireFee } from "./draft.ts";
import { ChoiceField, choicesOf, CountField, DayField, TextField } from "./Field.tsx";
import { text } from "./text.ts";
import { words } from "#kernel/words.ts";

const recurring = choicesOf(
  Object.fromEntries(Object.entries(feeItems).map(([code, { name }]) => [code, name])) as Record<WireFee["feeItem"], (typeof feeItems)["rent"]["name"]>,
).filter(({ value }) => feeItems[value].nature !== "deposit" && value !== "lateFee");

/** A fee that comes again with every period: price, cycle, raises, free periods, damages. */
export function FeeCard({
  fee,
  path,
  problems,
  onChange,
  onRemove,
}: {
  readonly fee: WireFee;
  readonly path: string;
  readonly problems: readonly Problem[];
  readonly onChange: (field: string, fee: WireFee) => void;
  readonly onRemove: () => void;
}) {
  const { t, language } = useLanguage();
  const set = <K extends keyof WireFee>(field: K, value: WireFee[K]) => onChange(`${path}.${field}`, { ...fee, [field]: value });
  const bySeat = fee.priceUnit === "seatMonth" || fee.priceUnit === "seatDay";
  const bySqm = fee.priceUnit === "sqmDay" || fee.priceUnit === "sqmMonth";
  return (
    <article className="tl-card" aria-label={t(feeItems[fee.feeItem].name)}>
      <header>
        <h3>{t(feeItems[fee.feeItem].name)}</h3>
        <Button type="text" icon={<DeleteOutlined aria-hidden />} onPress={onRemove} aria-label={`${t(text.removeFee)}: ${t(feeItems[fee.feeItem].name)}`} />
      </header>
      {problems.length > 0 && (
        <ul className="tl-gate tl-wrong" role="alert">
          {problems.map((problem, place) => (
            <li key={place}>{sayReason(problem, language)}</li>
          ))}
        </ul>
      )}
      <div className="tl-fields">
        <ChoiceField label={t(text.feeItem)} value={fee.feeItem} onChange={(value) => set("feeItem", value)} options={recurring} />
        <TextField decimal label={t(text.price)} path={`${path}.price`} value={fee.price} onChange={(value) => set("price", value)} />
        <ChoiceField label={t(text.priceUnit)} value={fee.priceUnit} onChange={(value) => set("priceUnit", value)} options={choicesOf(priceUnits)} />
        {bySqm && <ChoiceField label={t(text.areaBasis)} value={fee.areaBasis} onChange={(value) => set("areaBasis", value)} options={choicesOf(areaBases)} />}
        {bySeat && <CountField label={t(text.seats)} value={fee.seats} onChange={(value) => set("seats", value)} />}
        <ChoiceField
          label={t(text.payCycle)}
          value={String(fee.payCycleMonths)}
          onChange={(value) =>
            set(
              "payCycleMonths",
              payCycles.find((cycle) => String(cycle) === value)!,
            )
          }
          options={payCycles.map((cycle) => ({ value: String(cycle), label: cycleWords[`${cycle}`] }))}
        />
        <DayField label={t(text.from)} path={`${path}.from`} value={fee.from} onChange={(value) => set("from", value)} />
        <DayField label={t(text.to)} path={`${path}.to`} value={fee.to} onChange={(value) => set("to", value)} />
      </div>

      <FreePeriods fee={fee} path={path} onChange={(value) => set("freePeriods", value)} />
      <Escalations fee={fee} path={path} onChange={(value) => set("escalations", value)} />

      <details>
        <summary>{t(text.howCounted)}</summary>
        <div className="tl-fields">
          <Timing fee={fee} path={path} onChange={(value) => set("payTiming", value)} />
          <ChoiceField wide label={t(text.splitRule)} value={fee.splitRule} onChange={(value) => set("splitRule", value)} options={choicesOf(splitRules)} />
          <ChoiceField label={t(text.calcMode)} value={fee.calcMode} onChange={(value) => set("calcMode", value)} options={choicesOf(calcModes)} />
          <ChoiceField wide label={t(text.dayPriceRule)} value={fee.dayPriceRule} onChange={(value) => set("dayPriceRule", value)} options={choicesOf(dayPriceRules)} />
          <ChoiceField
            label={t(text.yearDays)}
            value={fee.yearDays}
            onChange={(value) => set("yearDays", value)}
            options={yearDaysChoices.map((days) => ({ value: days, label: words(String(days), String(days)) }))}
          />
          <ChoiceField
            label={t(text.taxMode)}
            value={fee.taxMode}
            onChange={(value) => set("taxMode", value)}
            options={[
              { value: "inclusive", label: text.inclusive },
              { value: "exclusive", label: text.exclusive },
            ]}
          />
        </div>
        <LateFee fee={fee} path={path} onChange={(value) => onChange(`${path}.lateFee`, { ...fee, lateFee: value })} />
      </details>
    </article>
  );
}

interface PartProps<K extends keyof WireFee> {
  readonly fee: WireFee;
  readonly path: string;
  readonly onChange: (value: WireFee[K]) => void;
}

function FreePeriods({ fee, path, onChange }: PartProps<"freePeriods">) {
  const { t } = useLanguage();
  const put = (place: number, part: Partial<WireFee["freePeriods"][number]>) => onChange(fee.freePeriods.map((each, index) => (index === place ? { ...each, ...part } : each)));
  const add = () => onChange([...fee.freePeriods, { from: fee.from, to: Temporal.PlainDate.from(fee.from).add({ months: 1 }).subtract({ days: 1 }).toString() }]);
  return (
    <section className="tl-sub">
      {fee.freePeriods.length > 0 && <h4>{t(text.freePeriods)}</h4>}
      {fee.freePeriods.map(({ from, to }, place) => (
        <div className="tl-rowset" key={place}>
          <div className="tl-fields">
            <DayField label={t(text.from)} path={`${path}.freePeriods.${place}.from`} value={from} onChange={(value) => put(place, { from: value })} />
            <DayField label={t(text.to)} path={`${path}.freePeriods.${place}.to`} value={to} onChange={(value) => put(place, { to: value })} />
          </div>
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={`${t(text.remove)}: ${t(text.freePeriods)} ${from}`}
            onPress={() => onChange(fee.freePeriods.filter((_, index) => index !== place))}
          />
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onPress={add}>
        {t(text.addFree)}
      </Button>
    </section>
  );
}

function Escalations({ fee, path, onChange }: PartProps<"escalations">) {
  const { t } = useLanguage();
  const put = (place: number, part: Partial<WireFee["escalations"][number]>) => onChange(fee.escalations.map((each, index) => (index === place ? { ...each, ...part } : each)));
  const add = () =>
    onChange([...fee.escalations, { from: Temporal.PlainDate.from(fee.from).add({ years: 2 }).toString(), everyMonths: 12, by: "percent", value: "5", compound: true }]);
  return (
    <section className="tl-sub">
      {fee.escalations.length > 0 && <h4>{t(text.escalations)}</h4>}
      {fee.escalations.map(({ from, everyMonths, by, value, compound }, place) => (
        <div className="tl-rowset" key={place}>
          <div className="tl-fields">
            <DayField label={t(text.from)} path={`${path}.escalations.${place}.from`} value={from} onChange={(next) => put(place, { from: next })} />
            <TextField decimal label={t(text.value)} path={`${path}.escalations.${place}.value`} value={value} onChange={(next) => put(place, { value: next })} />
            <ChoiceField
              label={t(text.by)}
              value={by}
              onChange={(next) => put(place, { by: next })}
              options={[
                { value: "percent", label: text.percent },
                { value: "amount", label: text.amount },
              ]}
            />
            <ChoiceField
              label={t(text.every)}
              value={everyMonths ?? 0}
              onChange={(next) => put(place, { everyMonths: next === 0 ? null : next })}
              options={[{ value: 0, label: text.once }, ...[12, 24, 36].map((months) => ({ value: months, label: words(String(months), String(months)) }))]}
            />
          </div>
          <Button
            type="text"
            icon={<DeleteOutlined aria-hidden />}
            aria-label={`${t(text.remove)}: ${t(text.escalations)} ${from}`}
            onPress={() => onChange(fee.escalations.filter((_, index) => index !== place))}
          />
          {everyMonths !== null && by === "percent" && (
            <Checkbox checked={compound} onChange={({ target }) => put(place, { compound: target.checked })}>
              {t(text.compound)}
            </Checkbox>
          )}
        </div>
      ))}
      <Button size="small" icon={<PlusOutlined aria-hidden />} onPress={add}>
        {t(text.addEscalation)}
      </Button>
    </section>
  );
}

function Timing({ fee: { payTiming }, path, onChange }: PartProps<"payTiming">) {
  const { t } = useLanguage();
  const become = (kind: WireFee["payTiming"]["kind"]) => onChange(kind === "fixedDay" ? { kind, day: 1, monthsLater: 0 } : { kind, days: 0 });
  return (
    <>
      <ChoiceField
        label={t(text.timing)}
        value={payTiming.kind}
        onChange={become}
        options={[
          { value: "naturalDaysBefore", label: text.timingNatural },
          { value: "workingDaysBefore", label: text.timingWorking },
          { value: "fixedDay", label: text.timingFixed },
        ]}
      />
      {payTiming.kind === "fixedDay" ? (
        <>
          <CountField label={t(text.timingDay)} path={`${path}.payTiming.day`} value={payTiming.day} onChange={(day) => onChange({ ...payTiming, day: day ?? 0 })} />
          <ChoiceField
            label={t(text.timingMonth)}
            value={payTiming.monthsLater}
            onChange={(monthsLater) => onChange({ ...payTiming, monthsLater })}
            options={[
              { value: -1, label: text.monthBefore },
              { value: 0, label: text.monthSame },
              { value: 1, label: text.monthAfter },
            ]}
          />
        </>
      ) : (
        <CountField label={t(text.timingDays)} path={`${path}.payTiming.days`} value={payTiming.days} onChange={(days) => onChange({ ...payTiming, days: days ?? 0 })} />
      )}
    </>
  );
}

/** From here on a rate of damages a year is named beside the rate a day. Domain §3.6, vector V9. */
const notableRateAYear = "12";

function RateAYear({ percentPerDay, hasCap }: { readonly percentPerDay: string; readonly hasCap: boolean }) {
  const { t } = useLanguage();
  if (!/^\d{1,3}(\.\d{1,6})?$/.test(percentPerDay)) return null;
  const aYear = times(percentPerDay, 365);
  const isNotable = compareExact(aYear, notableRateAYear) > 0 && !hasCap;
  return <p className="tk-quiet">{t(isNotable ? text.aYear : text.withinCap, { percent: plainText(aYear, 2), most: notableRateAYear })}</p>;
}

function LateFee({ fee: { lateFee }, path, onChange }: PartProps<"lateFee">) {
  const { t } = useLanguage();
  return (
    <section className="tl-sub">
      <Checkbox
        checked={lateFee !== undefined}
        onChange={({ target }) => onChange(target.checked ? { percentPerDay: "0.05", graceDays: 0, countsFrom: "dueDay", base: "unpaid" } : undefined)}
      >
        {t(text.lateFee)}
      </Checkbox>
      {lateFee && (
        <div className="tl-fields">
          <TextField
            decimal
            label={t(text.percentPerDay)}
            path={`${path}.lateFee.percentPerDay`}
            value={lateFee.percentPerDay}
            onChange={(value) => onChange({ ...lateFee, percentPerDay: value })}
          />
          <CountField
            label={t(text.graceDays)}
            path={`${path}.lateFee.graceDays`}
            value={lateFee.graceDays}
            onChange={(value) => onChange({ ...lateFee, graceDays: value ?? 0 })}
          />
          <TextField
            decimal
            label={t(text.capPerYear)}
            path={`${path}.lateFee.capPercentPerYear`}
            value={lateFee.capPercentPerYear ?? ""}
            onChange={(value) => {
              const { capPercentPerYear: _old, ...rest } = lateFee;
              onChange(value === "" ? rest : { ...rest, capPercentPerYear: value });
            }}
          />
        </div>
      )}
      {lateFee && <RateAYear percentPerDay={lateFee.percentPerDay} hasCap={lateFee.capPercentPerYear !== undefined} />}
    </section>
  );
}

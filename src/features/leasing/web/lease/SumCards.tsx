import { DeleteOutlined } from "@ant-design/icons";
import { Checkbox, Select } from "antd";
import { useState } from "react";
import { readYuan, yuanText } from "#kernel/money.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { feeItems } from "../../rules.ts";
import type { WireDeposit, WireFee, WireOnce } from "./draft.ts";
import { ChoiceField, CountField, Field, TextField } from "./Field.tsx";
import { text } from "./text.ts";

type Sum = WireDeposit | WireOnce;
type Basis = Sum["basis"];

const itemsOf = (nature: "deposit" | "once") =>
  (Object.keys(feeItems) as Sum["feeItem"][])
    .filter(
      (code) =>
        (nature === "deposit") === (feeItems[code].nature === "deposit") && (nature === "deposit" || feeItems[code].nature === "once" || feeItems[code].nature === "charge"),
    )
    .filter((code) => code !== "lateFee")
    .map((code) => ({ value: code, label: feeItems[code].name }));

/** A deposit or a fee paid once: which, and how its sum is found. */
export function SumCard<S extends Sum>({
  sum,
  nature,
  path,
  fees,
  onChange,
  onRemove,
}: {
  readonly sum: S;
  readonly nature: "deposit" | "once";
  readonly path: string;
  readonly fees: readonly WireFee[];
  readonly onChange: (field: string, sum: S) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useLanguage();
  const setBasis = (basis: Basis) => onChange(`${path}.basis`, { ...sum, basis });
  return (
    <article className="tl-card" aria-label={t(feeItems[sum.feeItem].name)}>
      <div className="tl-rowset">
        <div className="tl-fields">
          <ChoiceField label={t(text.feeItem)} value={sum.feeItem} onChange={(feeItem) => onChange(`${path}.feeItem`, { ...sum, feeItem })} options={itemsOf(nature)} />
          <ChoiceField
            label={t(text.basis)}
            value={sum.basis.kind}
            onChange={(kind) => setBasis(startOf(kind, fees))}
            options={[
              { value: "months", label: text.basisMonths },
              { value: "perSqm", label: text.basisPerSqm },
              { value: "amount", label: text.basisAmount },
              { value: "perPiece", label: text.basisPerPiece },
            ]}
          />
          <BasisFields basis={sum.basis} path={path} fees={fees} onChange={setBasis} />
        </div>
        <Button type="text" icon={<DeleteOutlined aria-hidden />} aria-label={`${t(text.remove)}: ${t(feeItems[sum.feeItem].name)}`} onPress={onRemove} />
      </div>
      {"followsEscalation" in sum && sum.basis.kind === "months" && (
        <Checkbox checked={sum.followsEscalation} onChange={({ target }) => onChange("", { ...sum, followsEscalation: target.checked })}>
          {t(text.follows)}
        </Checkbox>
      )}
    </article>
  );
}

function startOf(kind: Basis["kind"], fees: readonly WireFee[]): Basis {
  if (kind === "months") return { kind, months: "3", feeIds: fees.slice(0, 2).map(({ id }) => id) };
  if (kind === "perSqm") return { kind, price: "", areaBasis: "agreed" };
  return kind === "amount" ? { kind, amount: 0 } : { kind, price: "", count: 1 };
}

function BasisFields({
  basis,
  path,
  fees,
  onChange,
}: {
  readonly basis: Basis;
  readonly path: string;
  readonly fees: readonly WireFee[];
  readonly onChange: (basis: Basis) => void;
}) {
  const { t } = useLanguage();
  switch (basis.kind) {
    case "months":
      return (
        <>
          <TextField decimal label={t(text.months)} path={`${path}.basis.months`} value={basis.months} onChange={(months) => onChange({ ...basis, months })} />
          <Field label={t(text.ofFees)} path={`${path}.basis.feeIds`} value={basis.feeIds} wide>
            {(id) => (
              <Select<string[]>
                id={id}
                mode="multiple"
                value={[...basis.feeIds]}
                onChange={(feeIds) => onChange({ ...basis, feeIds })}
                options={fees.map((fee) => ({ value: fee.id, label: t(feeItems[fee.feeItem].name) }))}
              />
            )}
          </Field>
        </>
      );
    case "perSqm":
      return <TextField decimal label={t(text.price)} path={`${path}.basis.price`} value={basis.price} onChange={(price) => onChange({ ...basis, price })} />;
    case "perPiece":
      return (
        <>
          <TextField decimal label={t(text.price)} path={`${path}.basis.price`} value={basis.price} onChange={(price) => onChange({ ...basis, price })} />
          <CountField label={t(text.count)} value={basis.count} onChange={(count) => onChange({ ...basis, count: count ?? 0 })} />
        </>
      );
    case "amount":
      return <YuanField label={t(text.amount)} value={basis.amount} onChange={(amount) => onChange({ ...basis, amount: amount ?? 0 })} />;
  }
}

/** Yuan as people write them; kept in 分. What cannot be read stays typed and says so. */
export function YuanField({ label, value, onChange }: { readonly label: string; readonly value: number | undefined; readonly onChange: (value: number | undefined) => void }) {
  const { t } = useLanguage();
  const [typed, setTyped] = useState(value === undefined ? "" : yuanText(value));
  const read = typed.trim() === "" ? undefined : readYuan(typed);
  return (
    <div className="tl-field">
      <TextField
        decimal
        label={label}
        value={typed}
        onChange={(next) => {
          setTyped(next);
          const amount = next.trim() === "" ? undefined : readYuan(next);
          if (amount !== null) onChange(amount);
        }}
      />
      {read === null && <span className="tl-wrong">{t(text.wrong)}</span>}
    </div>
  );
}

import { Button } from "antd-mobile";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { portalAskForRelease } from "../../contract/portal.ts";
import { type SlipReason, slipReasons } from "../../rules/goods.ts";
import { text } from "../text.ts";
import { Choice, Field } from "./Field.tsx";

interface Props {
  readonly siteId: string;
  readonly caseId: string | null;
  readonly place: string;
  readonly onDone: () => void;
}

/** An application for a release slip (F17). Manual 2.1.3-5. */
export function SlipForm({ siteId, caseId, place: from, onDone }: Props) {
  const { t } = useLanguage();
  const today = useToday();
  const [id] = useState(() => newId<"goodsSlip">());
  const [reason, setReason] = useState<SlipReason>(caseId ? "movingOut" : "carryOut");
  const [place, setPlace] = useState(from);
  const [passesOn, setPassesOn] = useState(today);
  const [carrier, setCarrier] = useState({ name: "", phone: "", id: "", plate: "" });
  const [items, setItems] = useState([{ name: "", quantity: "1" }]);
  const ask = useCommand(portalAskForRelease, { onDone });
  const change = (index: number, part: Partial<(typeof items)[number]>) => setItems(items.map((item, at) => (at === index ? { ...item, ...part } : item)));
  return (
    <form
      className="moveout-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate({
          params: { siteId },
          body: {
            id,
            caseId,
            reason,
            place,
            passesOn,
            carrierName: carrier.name,
            carrierPhone: carrier.phone,
            idLast4: carrier.id,
            plate: carrier.plate,
            remark: "",
            items: items.map(({ name, quantity }) => ({ name, quantity: Number(quantity), note: "" })),
          },
        });
      }}
    >
      <Choice
        label={t(text.reason)}
        value={reason}
        onChange={(value) => setReason(value as SlipReason)}
        options={(Object.keys(slipReasons) as SlipReason[]).map((value) => ({ value, label: t(slipReasons[value]) }))}
      />
      <Field label={t(text.place)} value={place} maxLength={120} onChange={setPlace} />
      <Field label={t(text.passesOn)} type="date" min={today} value={passesOn} onChange={setPassesOn} />
      <Field label={t(text.carrier)} value={carrier.name} maxLength={60} onChange={(name) => setCarrier({ ...carrier, name })} />
      <Field label={t(text.carrierPhone)} type="tel" value={carrier.phone} maxLength={30} onChange={(phone) => setCarrier({ ...carrier, phone })} />
      <Field label={t(text.idLast4)} value={carrier.id} maxLength={4} onChange={(last) => setCarrier({ ...carrier, id: last })} />
      <Field label={t(text.plate)} value={carrier.plate} maxLength={12} onChange={(plate) => setCarrier({ ...carrier, plate })} />
      {items.map((item, index) => (
        <div key={index} className="moveout-form-item">
          <Field label={`${t(text.item)} ${index + 1}`} value={item.name} maxLength={120} onChange={(name) => change(index, { name })} />
          <Field label={t(text.quantity)} type="number" min="1" value={item.quantity} onChange={(quantity) => change(index, { quantity })} />
        </div>
      ))}
      <Button size="small" onClick={() => setItems([...items, { name: "", quantity: "1" }])}>
        {t(text.addItem)}
      </Button>
      <ProblemNote error={ask.error} />
      <Button
        block
        color="primary"
        type="submit"
        loading={ask.isPending}
        disabled={carrier.name === "" || place === "" || items.some(({ name, quantity }) => name === "" || !(Number(quantity) >= 1))}
      >
        {t(text.ask)}
      </Button>
    </form>
  );
}

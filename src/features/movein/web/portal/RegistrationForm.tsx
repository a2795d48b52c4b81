import { Button } from "antd-mobile";
import { type HTMLAttributes, useId, useState } from "react";
import { authorities, type Authority } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { portalSaveRegistration } from "../../contract.ts";
import { type FormValues, fromValues, toValues } from "../form.ts";
import { text } from "../text.ts";
import type { OwnMoveIn } from "./PortalMoveInScreen.tsx";

/** F01 on a phone: what the house knows already stands there; it can be saved and gone on with later. */
export function RegistrationForm({ siteId, own, onClose }: { readonly siteId: string; readonly own: OwnMoveIn; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const [values, setValues] = useState<FormValues>(() => toValues(own.registration.form));
  const save = useCommand(portalSaveRegistration, { onDone: onClose });
  const change = (part: Partial<FormValues>) => setValues((before) => ({ ...before, ...part }));
  const send = (isSent: boolean) => save.mutate({ params: { siteId, caseId: own.case.id }, body: { form: fromValues(values), isSent, version: own.registration.version } });
  const { invoice, emergency, contacts = [] } = values;
  const changeContact = (index: number, part: Partial<FormValues["contacts"][number]>) =>
    change({ contacts: contacts.map((contact, place) => (place === index ? { ...contact, ...part } : contact)) });
  return (
    <MobilePage title={t(text.register)}>
      <form
        className="movein-form"
        onSubmit={(event) => {
          event.preventDefault();
          send(true);
        }}
      >
        <Line label={text.legalRepresentative} value={values.legalRepresentative ?? ""} onChange={(legalRepresentative) => change({ legalRepresentative })} />
        <Line label={text.industry} value={values.industry ?? ""} onChange={(industry) => change({ industry })} />
        <Line label={text.headcount} mode="numeric" value={values.headcount ?? ""} onChange={(headcount) => change({ headcount })} />
        <Line label={text.workingHours} value={values.workingHours ?? ""} onChange={(workingHours) => change({ workingHours })} />
        <fieldset>
          <legend>{t(text.isRegisteredAddress)}</legend>
          {(["yes", "no"] as const).map((choice) => (
            <label key={choice}>
              <input type="radio" name="isRegisteredAddress" checked={values.isRegisteredAddress === choice} onChange={() => change({ isRegisteredAddress: choice })} />{" "}
              {t(text[choice])}
            </label>
          ))}
        </fieldset>
        <Line label={text.emergencyName} value={emergency.name ?? ""} onChange={(name) => change({ emergency: { ...emergency, name } })} />
        <Line label={text.emergencyPhone} mode="tel" value={emergency.phone ?? ""} onChange={(phone) => change({ emergency: { ...emergency, phone } })} />
        <Line label={text.vehicles} value={values.vehicles ?? ""} onChange={(vehicles) => change({ vehicles })} />
        <Line label={text.specialEquipment} value={values.specialEquipment ?? ""} onChange={(specialEquipment) => change({ specialEquipment })} />
        <h2>{t(text.invoice)}</h2>
        {(
          [
            ["title", text.invoiceTitle],
            ["taxNo", text.taxNo],
            ["bank", text.bank],
            ["account", text.account],
            ["address", text.address],
            ["phone", text.phone],
            ["email", text.email],
          ] as const
        ).map(([key, label]) => (
          <Line key={key} label={label} value={invoice[key] ?? ""} onChange={(said) => change({ invoice: { ...invoice, [key]: said } })} />
        ))}
        <h2>{t(text.contacts)}</h2>
        {contacts.map((contact, index) => (
          <fieldset key={index}>
            <legend>{contact.name || index + 1}</legend>
            <Line label={text.name} value={contact.name} isRequired onChange={(name) => changeContact(index, { name })} />
            <Line label={text.post} value={contact.post ?? ""} onChange={(post) => changeContact(index, { post })} />
            <Line label={text.phone} mode="tel" value={contact.phone ?? ""} onChange={(phone) => changeContact(index, { phone })} />
            <Line label={text.email} mode="email" value={contact.email ?? ""} onChange={(email) => changeContact(index, { email })} />
            <p>{t(text.authorities)}</p>
            {(Object.keys(authorities) as Authority[]).map((authority) => (
              <label key={authority}>
                <input
                  type="checkbox"
                  checked={contact.authorities.includes(authority)}
                  onChange={({ target }) =>
                    changeContact(index, { authorities: target.checked ? [...contact.authorities, authority] : contact.authorities.filter((each) => each !== authority) })
                  }
                />{" "}
                {t(authorities[authority])}
              </label>
            ))}
            <Button size="small" onClick={() => change({ contacts: contacts.filter((_, place) => place !== index) })}>
              {t(text.removeContact, { name: contact.name || index + 1 })}
            </Button>
          </fieldset>
        ))}
        <Button block onClick={() => change({ contacts: [...contacts, { contactId: null, name: "", post: "", phone: "", email: "", authorities: ["repair"] }] })}>
          {t(text.addContact)}
        </Button>
        <ProblemNote error={save.error} />
        <Button block color="primary" type="submit" loading={save.isPending}>
          {t(text.sendIt)}
        </Button>
        <Button block loading={save.isPending} onClick={() => send(false)}>
          {t(text.saveDraft)}
        </Button>
      </form>
    </MobilePage>
  );
}

function Line({
  label,
  value,
  onChange,
  mode,
  isRequired = false,
}: {
  readonly label: Words;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly mode?: HTMLAttributes<HTMLInputElement>["inputMode"];
  readonly isRequired?: boolean;
}) {
  const { t } = useLanguage();
  const id = useId();
  return (
    <div className="movein-line">
      <label htmlFor={id}>{t(label)}</label>
      <input id={id} value={value} required={isRequired} onChange={({ target }) => onChange(target.value)} {...(mode ? { inputMode: mode } : {})} />
    </div>
  );
}

import { DeleteOutlined, PlusOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Radio } from "antd";
import { authorities } from "#kernel/role.ts";
import type { Words } from "#kernel/words.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { getRegistration, saveRegistration } from "../../contract.ts";
import { type FormValues, fromValues, toValues } from "../form.ts";
import { text } from "../text.ts";

/** F01 at the desk: what the records know stands there already. */
export function RegistrationDrawer({ siteId, caseId, onClose }: { readonly siteId: string; readonly caseId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const params = { siteId, caseId };
  const found = useQuery(query(getRegistration, { params })).data;
  const save = useCommand(saveRegistration, { onDone: onClose });
  if (!found) return null;
  const line = (name: string | (string | number)[], label: Words, most: number, mode?: "tel" | "email" | "numeric") => (
    <Form.Item name={name} label={t(label)}>
      <Input maxLength={most} {...(mode ? { inputMode: mode } : {})} />
    </Form.Item>
  );
  return (
    <FormDrawer<FormValues>
      title={t(text.fillIn)}
      open
      onClose={onClose}
      width={720}
      initial={toValues(found.form)}
      onSubmit={(values) => save.mutate({ params, body: { form: fromValues(values), isSent: true, version: found.version } })}
      isPending={save.isPending}
      error={save.error}
    >
      <div className="movein-fields">
        {line("legalRepresentative", text.legalRepresentative, 60)}
        {line("industry", text.industry, 60)}
        {line("headcount", text.headcount, 6, "numeric")}
        {line("workingHours", text.workingHours, 100)}
        <Form.Item name="isRegisteredAddress" label={t(text.isRegisteredAddress)}>
          <Radio.Group options={(["yes", "no"] as const).map((value) => ({ value, label: t(text[value]) }))} />
        </Form.Item>
        {line("vehicles", text.vehicles, 1000)}
        {line("specialEquipment", text.specialEquipment, 500)}
        {line(["emergency", "name"], text.emergencyName, 60)}
        {line(["emergency", "phone"], text.emergencyPhone, 40, "tel")}
      </div>
      <h3>{t(text.invoice)}</h3>
      <div className="movein-fields">
        {line(["invoice", "title"], text.invoiceTitle, 200)}
        {line(["invoice", "taxNo"], text.taxNo, 30)}
        {line(["invoice", "bank"], text.bank, 100)}
        {line(["invoice", "account"], text.account, 60)}
        {line(["invoice", "address"], text.address, 200)}
        {line(["invoice", "phone"], text.phone, 40, "tel")}
        {line(["invoice", "email"], text.email, 200, "email")}
      </div>
      <h3>{t(text.contacts)}</h3>
      <Form.List name="contacts">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <fieldset key={key} className="movein-contact">
                <legend className="tk-quiet">{name + 1}</legend>
                <Form.Item name={[name, "contactId"]} hidden>
                  <Input />
                </Form.Item>
                <div className="movein-fields">
                  <Form.Item name={[name, "name"]} label={t(text.name)} rules={[{ required: true, whitespace: true }]}>
                    <Input maxLength={60} />
                  </Form.Item>
                  {line([name, "post"], text.post, 60)}
                  {line([name, "phone"], text.phone, 40, "tel")}
                  {line([name, "email"], text.email, 200, "email")}
                </div>
                <Form.Item name={[name, "authorities"]} label={t(text.authorities)}>
                  <Checkbox.Group options={Object.entries(authorities).map(([value, label]) => ({ value, label: t(label) }))} />
                </Form.Item>
                <Button icon={<DeleteOutlined />} onPress={() => remove(name)}>
                  {t(text.removeContact, { name: name + 1 })}
                </Button>
              </fieldset>
            ))}
            <Button icon={<PlusOutlined />} onPress={() => add({ contactId: null, name: "", authorities: ["repair"] })}>
              {t(text.addContact)}
            </Button>
          </>
        )}
      </Form.List>
    </FormDrawer>
  );
}

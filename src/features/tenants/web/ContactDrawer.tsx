import { Checkbox, Form, Input, Select } from "antd";
import type { WireOf } from "#kernel/contract.ts";
import { newId } from "#kernel/id.ts";
import { authorities, type Authority } from "#kernel/role.ts";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { changeContact, type contactField, createContact } from "../contract.ts";
import { text } from "./text.ts";

type Contact = WireOf<typeof contactField>;
interface ContactValues {
  readonly name: string;
  readonly post?: string;
  readonly phone?: string;
  readonly email?: string;
  readonly authorities: Authority[];
  readonly state: Contact["state"];
}

/** Adds a contact of a tenant, or changes `contact`. */
export function ContactDrawer({
  siteId,
  tenantId,
  contact,
  onClose,
}: {
  readonly siteId: string;
  readonly tenantId: string;
  readonly contact?: Contact;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const create = useCommand(createContact, { onDone: onClose });
  const change = useCommand(changeContact, { onDone: onClose });
  const command = contact ? change : create;
  function submit({ state, ...body }: ContactValues) {
    if (contact) change.mutate({ params: { siteId, tenantId, contactId: contact.id }, body: { ...body, state, version: contact.version } });
    else create.mutate({ params: { siteId, tenantId }, body: { id: newId(), ...body } });
  }
  return (
    <FormDrawer<ContactValues>
      title={t(contact ? text.change : text.addContact)}
      open
      onClose={onClose}
      initial={contact ? { ...contact, authorities: [...contact.authorities] } : { state: "active", authorities: ["repair"] }}
      onSubmit={submit}
      isPending={command.isPending}
      error={command.error}
    >
      <Form.Item name="name" label={t(text.contactName)} rules={[{ required: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="post" label={t(text.post)}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.phone)}>
        <Input maxLength={40} inputMode="tel" />
      </Form.Item>
      <Form.Item name="email" label={t(text.email)}>
        <Input maxLength={200} inputMode="email" />
      </Form.Item>
      <Form.Item name="authorities" label={t(text.authorities)}>
        <Checkbox.Group options={Object.entries(authorities).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      {contact && (
        <Form.Item name="state" label={t(text.state)}>
          <Select
            options={[
              { value: "active", label: t(text.contactActive) },
              { value: "left", label: t(text.left) },
            ]}
          />
        </Form.Item>
      )}
    </FormDrawer>
  );
}

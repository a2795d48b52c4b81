import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { WireOf } from "#kernel/contract.ts";
import { authorities } from "#kernel/role.ts";
import { query } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Facts, Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { type contactField, getTenant, tenantsRights } from "../contract.ts";
import { tenantKinds } from "../rules/kinds.ts";
import { ContactDrawer } from "./ContactDrawer.tsx";
import { TenantDrawer } from "./TenantDrawer.tsx";
import { text } from "./text.ts";

type Contact = WireOf<typeof contactField>;

/** A tenant: the company, who speaks for it, and what later features add. */
export function TenantScreen({ siteId, tenantId }: { readonly siteId: string; readonly tenantId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const mayEdit = useMay()(tenantsRights.edit);
  const { tenant, contacts } = useSuspenseQuery(query(getTenant, { params: { siteId, tenantId } })).data;
  const [changing, setChanging] = useState(false);
  const [contact, setContact] = useState<Contact | "new" | null>(null);
  return (
    <Page
      title={tenant.name}
      mark={<StatusTag tone={tenant.state === "active" ? "good" : "quiet"}>{t(text[tenant.state])}</StatusTag>}
      crumbs={[{ label: t(text.tenants), href: href("tenants") }, { label: tenant.shortName || tenant.name }]}
      actions={mayEdit && <Button onPress={() => setChanging(true)}>{t(text.change)}</Button>}
    >
      <Facts
        facts={[
          { label: t(text.shortName), value: tenant.shortName || "—" },
          { label: t(text.creditCode), value: tenant.creditCode ?? "—" },
          { label: t(text.kind), value: t(tenantKinds[tenant.kind]) },
          { label: t(text.industry), value: tenant.industry || "—" },
          { label: t(text.address), value: tenant.address || "—" },
          { label: t(text.companyPhone), value: tenant.phone || "—" },
          { label: t(text.bank), value: [tenant.bankName, tenant.bankAccount].filter(Boolean).join(" ") || "—" },
        ]}
      />
      <Section title={t(text.contacts)} actions={mayEdit && <Button onPress={() => setContact("new")}>{t(text.addContact)}</Button>}>
        <DataTable
          label={t(text.contacts)}
          rows={contacts}
          rowKey={({ id }) => id}
          {...(mayEdit ? { onOpen: setContact } : {})}
          empty={<EmptyTeaching title={t(text.noContacts)}>{t(text.noContactsHint)}</EmptyTeaching>}
          columns={[
            { key: "name", title: t(text.contactName), card: "heading", render: ({ name }) => name },
            { key: "post", title: t(text.post), from: "medium", render: ({ post }) => post || "—" },
            { key: "phone", title: t(text.phone), render: ({ phone }) => phone || "—" },
            { key: "email", title: t(text.email), render: ({ email }) => email || "—" },
            { key: "authorities", title: t(text.authorities), render: (row) => row.authorities.map((authority) => t(authorities[authority])).join("、") || "—" },
            { key: "state", title: t(text.state), width: "100px", card: "mark", render: ({ state }) => t(state === "active" ? text.contactActive : text.left) },
          ]}
        />
      </Section>
      <Parts place="tenant" props={{ siteId, tenantId }} />
      <TenantDrawer siteId={siteId} tenant={tenant} open={changing} onClose={() => setChanging(false)} />
      {contact && <ContactDrawer siteId={siteId} tenantId={tenantId} {...(contact === "new" ? {} : { contact })} onClose={() => setContact(null)} />}
    </Page>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { getTenant } from "#features/tenants/contract.ts";
import { infinite, query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { getGrants, issueMore, listItems } from "../../contract/cards.ts";
import { handoverRights } from "../../contract/rights.ts";
import { anItemRow, type ItemRow, ItemRows, itemsFrom } from "./ItemRows.tsx";
import { ItemTable } from "./ItemTable.tsx";
import { text } from "./text.ts";

/** The cards and keys of a lease, with the way to hand out more while its right lives. */
export function HeldItems({ siteId, leaseId }: { readonly siteId: string; readonly leaseId: string }) {
  const { t } = useLanguage();
  const may = useMay();
  const isReader = may(handoverRights.readCards);
  const items = useInfiniteQuery({ ...infinite(listItems, { params: { siteId }, query: { leaseId } }), enabled: isReader });
  const grants = useQuery({ ...query(getGrants, { params: { siteId, leaseId } }), enabled: isReader }).data?.grants ?? [];
  const grant = grants.find(({ endedAt }) => endedAt === null);
  const [isIssuing, setIssuing] = useState(false);
  if (!isReader) return null;
  return (
    <Section title={t(text.held)} actions={grant && may(handoverRights.keepCards) && <Button onPress={() => setIssuing(true)}>{t(text.more)}</Button>}>
      <ItemTable siteId={siteId} rows={items} isBrief empty={<EmptyTeaching title={t(text.none)} />} />
      {isIssuing && grant && <MoreDrawer siteId={siteId} grantId={grant.id} tenantId={grant.tenantId} onClose={() => setIssuing(false)} />}
    </Section>
  );
}

function MoreDrawer({ siteId, grantId, tenantId, onClose }: { readonly siteId: string; readonly grantId: string; readonly tenantId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const issue = useCommand(issueMore, { onDone: onClose, also: ["documents"] });
  const contacts = (useQuery(query(getTenant, { params: { siteId, tenantId } })).data?.contacts ?? []).filter(
    ({ state, authorities }) => state === "active" && authorities.includes("signing"),
  );
  return (
    <FormDrawer<{ contactId: string; items: ItemRow[] }>
      title={t(text.moreTitle)}
      open
      onClose={onClose}
      width={720}
      initial={{ items: [anItemRow] }}
      onSubmit={({ contactId, items }) => issue.mutate({ params: { siteId, grantId }, body: { id: newId(), items: itemsFrom(items), contactId } })}
      isPending={issue.isPending}
      error={issue.error}
      submit={text.issue}
    >
      <ItemRows siteId={siteId} />
      <Form.Item name="contactId" label={t(text.contact)} rules={[{ required: true }]}>
        <Select options={contacts.map(({ id, name, post }) => ({ value: id, label: [name, post].filter(Boolean).join(" · ") }))} />
      </Form.Item>
    </FormDrawer>
  );
}

import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { authorities } from "#kernel/role.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { forgetSession } from "#platform/web/session.tsx";
import { EmptyTeaching, MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import * as contract from "../../contract.ts";
import { text } from "./text.ts";

/** Who a tenant's contact is here, what they may do for their company, and the way out. */
export function PortalAccountScreen() {
  const { t } = useLanguage();
  const client = useQueryClient();
  const session = useSuspenseQuery(query(contract.getSession, {})).data;
  const signOut = useCommand(contract.signOut, { onDone: () => forgetSession(client) });
  const grants = session.grants.filter(({ role }) => role === "tenantContact");
  const siteName = (id: string) => session.sites.find((site) => site.id === id)?.name ?? "";
  return (
    <MobilePage title={session.person.name}>
      <List>
        {session.person.email && <List.Item title={t(text.email)}>{session.person.email}</List.Item>}
        {grants.map((grant) => (
          <List.Item key={`${grant.siteId} ${grant.tenantId}`} title={siteName(grant.siteId)}>
            {grant.authorities.map((one) => t(authorities[one])).join("、")}
          </List.Item>
        ))}
      </List>
      {grants.length === 0 && <EmptyTeaching title={t(text.noContact)}>{t(text.noContactHint)}</EmptyTeaching>}
      <ProblemNote error={signOut.error} />
      <Button block loading={signOut.isPending} onClick={() => signOut.mutate({})}>
        {t(text.signOut)}
      </Button>
    </MobilePage>
  );
}

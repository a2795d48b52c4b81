import { useInfiniteQuery } from "@tanstack/react-query";
import { Popconfirm } from "antd";
import { infinite, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import * as contract from "../contract.ts";
import { auditDeeds } from "../rules.ts";
import { text } from "./text.ts";

/** What was done to accounts, newest first. */
export function AuditScreen() {
  const { t } = useLanguage();
  const { moment } = useFormat();
  const end = useCommand(contract.endEverySession);
  const audit = useInfiniteQuery(infinite(contract.listAudit, {}));
  return (
    <Page
      title={t(text.audit)}
      lead={t(text.auditLead)}
      crumbs={[{ label: t(text.people), href: "/people" }, { label: t(text.audit) }]}
      actions={
        <Popconfirm title={t(text.endEveryQuestion)} onConfirm={() => end.mutate({})}>
          <Button danger loading={end.isPending}>
            {t(text.endEverySession)}
          </Button>
        </Popconfirm>
      }
    >
      <ProblemNote error={end.error} />
      <DataTable
        label={t(text.audit)}
        rows={audit}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noAudit)} />}
        columns={[
          { key: "at", title: t(text.at), width: "12em", render: ({ at }) => moment(at) },
          { key: "deed", title: t(text.deed), card: "heading", render: ({ deed }) => t(auditDeeds[deed]) },
          { key: "person", title: t(text.person), render: ({ personName }) => personName ?? "—" },
          { key: "by", title: t(text.by), render: ({ by }) => by || "—" },
          { key: "address", title: t(text.address), from: "medium", render: ({ address }) => address ?? "—" },
        ]}
      />
    </Page>
  );
}

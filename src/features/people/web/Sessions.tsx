import { useSuspenseQuery } from "@tanstack/react-query";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { text } from "./text.ts";

/** Where one is signed in, each to be ended. */
export function Sessions() {
  const { t } = useLanguage();
  const { moment } = useFormat();
  const { items } = useSuspenseQuery(query(contract.listMySessions, {})).data;
  const end = useCommand(contract.endMySession);
  const endOthers = useCommand(contract.endMyOtherSessions);
  return (
    <Section
      title={t(text.sessions)}
      actions={
        items.length > 1 && (
          <Button loading={endOthers.isPending} onPress={() => endOthers.mutate({})}>
            {t(text.endOthers)}
          </Button>
        )
      }
    >
      <p className="tk-quiet">{t(text.sessionsLead)}</p>
      <br />
      <ProblemNote error={end.error ?? endOthers.error} />
      <DataTable
        label={t(text.sessions)}
        rows={items}
        rowKey={({ id }) => id}
        columns={[
          { key: "device", title: t(text.device), card: "heading", render: ({ device }) => device },
          { key: "address", title: t(text.address), from: "medium", render: ({ address }) => address },
          { key: "seenAt", title: t(text.seenAt), render: ({ seenAt }) => moment(seenAt) },
          {
            key: "end",
            title: "",
            card: "mark",
            align: "end",
            render: ({ id, isThis, device }) =>
              isThis ? (
                <StatusTag tone="good">{t(text.thisDevice)}</StatusTag>
              ) : (
                <Button size="small" aria-label={`${t(text.end)} ${device}`} onPress={() => end.mutate({ params: { sessionId: id } })}>
                  {t(text.end)}
                </Button>
              ),
          },
        ]}
      />
    </Section>
  );
}

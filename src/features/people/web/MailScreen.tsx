import { useInfiniteQuery } from "@tanstack/react-query";
import { infinite } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import * as contract from "../contract.ts";
import { mailStateNames } from "../rules.ts";
import { MailNote } from "./MailNote.tsx";
import { text } from "./text.ts";

const tones = { sent: "good", kept: "warn", failing: "open", failed: "late" } as const;

/** Every mail the system sent or could not send, newest first. */
export function MailScreen() {
  const { t } = useLanguage();
  const { moment } = useFormat();
  const mails = useInfiniteQuery(infinite(contract.mailState, { query: {} }));
  return (
    <Page title={t(text.mail)} lead={t(text.mailLead)} crumbs={[{ label: t(text.people), href: "/people" }, { label: t(text.mail) }]}>
      <MailNote />
      <DataTable
        label={t(text.mail)}
        rows={mails}
        rowKey={({ id }) => id}
        empty={<EmptyTeaching title={t(text.noMail)} />}
        columns={[
          { key: "subject", title: t(text.mailSubject), card: "heading", render: ({ subject }) => subject },
          { key: "state", title: t(text.state), card: "mark", width: "12em", render: ({ state }) => <StatusTag tone={tones[state]}>{t(mailStateNames[state])}</StatusTag> },
          { key: "to", title: t(text.mailTo), render: ({ to }) => to },
          { key: "at", title: t(text.at), width: "12em", render: ({ queuedAt }) => moment(queuedAt) },
          { key: "error", title: t(text.mailError), from: "medium", render: ({ error }) => error ?? "—" },
        ]}
      />
    </Page>
  );
}

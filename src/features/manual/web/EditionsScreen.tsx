import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo } from "#platform/web/navigation.tsx";
import { useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { getDraft, listEditions, startDraft } from "../contract.ts";
import { text } from "./text.ts";

type Edition = ReplyOf<typeof listEditions>["items"][number];

/** All editions of the manual, and for an administrator the way to the next. */
export function EditionsScreen() {
  const { t } = useLanguage();
  const format = useFormat();
  const { items } = useSuspenseQuery(query(listEditions, {})).data;
  const { isAdministrator } = useSession();
  const published = items.filter(({ state }) => state === "published");
  return (
    <Page title={t(text.editions)} lead={t(text.editionsLead)} actions={isAdministrator && <DraftButton />}>
      <DataTable
        label={t(text.editions)}
        rows={published}
        rowKey={({ id }) => id}
        href={({ id }) => `/manual/editions/${id}`}
        columns={[
          { key: "number", title: t(text.number), width: "110px", card: "heading", render: ({ number }) => t(text.edition, { number }) },
          { key: "state", title: t(text.current), width: "110px", card: "mark", render: (edition) => <EditionState edition={edition} /> },
          {
            key: "from",
            title: t(text.inForce),
            width: "220px",
            render: ({ effectiveFrom, effectiveTo }) =>
              effectiveFrom && t(effectiveTo ? text.between : text.untilNow, { from: format.day(effectiveFrom), to: effectiveTo ? format.day(effectiveTo) : "" }),
          },
          { key: "note", title: t(text.note), render: ({ note }) => note || "—" },
          { key: "by", title: t(text.publishedBy), width: "140px", from: "medium", render: ({ publishedBy }) => publishedBy ?? "—" },
        ]}
      />
    </Page>
  );
}

function EditionState({ edition: { effectiveFrom, effectiveTo } }: { readonly edition: Edition }) {
  const { t } = useLanguage();
  const today = useToday();
  if (effectiveFrom !== null && effectiveFrom > today) return <StatusTag tone="open">{t(text.upcoming)}</StatusTag>;
  if (effectiveTo !== null && effectiveTo < today) return <StatusTag tone="quiet">{t(text.past)}</StatusTag>;
  return <StatusTag tone="good">{t(text.current)}</StatusTag>;
}

function DraftButton() {
  const { t } = useLanguage();
  const go = useGo();
  const { data } = useQuery(query(getDraft, {}));
  const start = useCommand(startDraft, { onDone: () => go("/manual/draft") });
  if (!data) return null;
  return (
    <>
      <Button type="primary" loading={start.isPending} onPress={() => (data.draft ? go("/manual/draft") : start.mutate({}))}>
        {t(data.draft ? text.openDraft : text.startDraft)}
      </Button>
      <ProblemNote error={start.error} />
    </>
  );
}

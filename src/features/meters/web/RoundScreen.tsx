import { MobileOutlined, PrinterOutlined } from "@ant-design/icons";
import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { Segmented } from "antd";
import { useState } from "react";
import { linkTo, query, type ReplyOf, refresh, saveAs, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useGo, useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { closeRound, exportRound, getPhoto, getRound, importReadings, metersRights, printRound, reopenRound } from "../contract.ts";
import { kindUnits, readingStandings, readingStates, roundStates, whyNotClose } from "../rules.ts";
import { ImportButton } from "./ImportButton.tsx";
import { sayValues, standingTones } from "./say.ts";
import { text } from "./text.ts";

type Line = ReplyOf<typeof getRound>["lines"][number];
type Shown = "all" | "unread" | "waiting";

/** A round at the desk: progress, every meter with its reading, Excel in and out, the form F20, and calling it done. */
export function RoundScreen({ siteId, roundId }: { readonly siteId: string; readonly roundId: string }) {
  const { t, language } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const may = useMay();
  const client = useQueryClient();
  const params = { siteId, roundId };
  const round = useSuspenseQuery(query(getRound, { params })).data;
  const [{ show }, setFilters] = useFilters({ show: "all" });
  const [isReopening, setReopening] = useState(false);
  const close = useCommand(closeRound);
  const reopen = useCommand(reopenRound, { onDone: () => setReopening(false) });
  const print = useCommand(printRound, { onDone: (form) => saveAs(form, `F20-${round.route}-${round.month}.pdf`) });
  const isOpen = round.state === "open";
  const kept: Record<Shown, (line: Line) => boolean> = {
    all: () => true,
    unread: ({ reading }) => !reading || reading.standing === "sentBack",
    waiting: ({ reading }) => reading?.standing === "waiting",
  };
  return (
    <Page
      title={t(text.phoneTitle, { route: round.route, month: format.month(round.month) })}
      mark={<StatusTag tone={isOpen ? "open" : "good"}>{t(roundStates[round.state])}</StatusTag>}
      lead={`${t(text.window)} ${format.day(round.fromDay)} – ${format.day(round.toDay)}`}
      crumbs={[{ label: t(text.rounds), href: href("meters/rounds") }, { label: round.route }]}
      actions={
        <>
          <Button icon={<PrinterOutlined />} loading={print.isPending} onPress={() => print.mutate({ params, body: { language } })}>
            {t(text.printF20)}
          </Button>
          {isOpen && may(metersRights.take) && (
            <ImportButton
              label={t(text.importReadings)}
              send={async (file) => {
                const told = await upload(importReadings, { params, query: {}, body: file }, () => {});
                await refresh(client, "meters", siteId);
                return told;
              }}
            />
          )}
          {isOpen && may(metersRights.keep) && (
            <Button loading={close.isPending} unless={whyNotClose(round)} onPress={() => close.mutate({ params })}>
              {t(text.close)}
            </Button>
          )}
          {!isOpen && may(metersRights.keep) && <Button onPress={() => setReopening(true)}>{t(text.reopen)}</Button>}
          {isOpen && may(metersRights.take) && (
            <Button type="primary" icon={<MobileOutlined />} onPress={() => go(href(`meters/rounds/${roundId}/reading`))}>
              {t(text.readNow)}
            </Button>
          )}
        </>
      }
    >
      <div className="tk-stack">
        <ProblemNote error={close.error ?? print.error} />
        <Stats>
          <Stat label={t(text.progress)} value={t(text.ofMeters, { read: round.read, meters: round.meters })} />
          <Stat
            label={t(text.waiting)}
            value={format.number(round.waiting)}
            {...(round.waiting > 0 ? { tone: "warn" as const } : {})}
            {...(may(metersRights.review) ? { href: href("meters/review") } : {})}
          />
          <Stat label={t(text.inWindow)} value={round.read === 0 ? "—" : format.percent(round.inWindow / round.read, 0)} />
          <Stat label={t(text.photos)} value={round.byHand === 0 ? "—" : format.percent(round.photos / round.byHand, 0)} />
        </Stats>
        <DataTable
          label={t(text.readings)}
          rows={round.lines.filter(kept[show as Shown] ?? kept.all)}
          rowKey={({ meterId }) => meterId}
          href={({ meterId }) => href(`meters/ledger/${meterId}`)}
          exportHref={linkTo(exportRound, { params })}
          filters={
            <Segmented
              aria-label={t(text.show)}
              value={show as Shown}
              onChange={(value) => setFilters({ show: value })}
              options={[
                { value: "all", label: t(text.all) },
                { value: "unread", label: t(text.onlyUnread) },
                { value: "waiting", label: t(text.onlyWaiting) },
              ]}
            />
          }
          columns={[
            { key: "meterNo", title: t(text.meterNo), card: "heading", render: ({ meterNo }) => meterNo },
            { key: "place", title: t(text.place), render: ({ place, units }) => [place, units.join("、")].filter(Boolean).join(" · ") },
            { key: "tenant", title: t(text.tenant), from: "wide", render: ({ tenants }) => tenants.join("、") },
            { key: "previous", title: t(text.previous), align: "end", from: "medium", render: ({ previous, reading }) => sayValues(reading?.previous ?? previous, language) },
            { key: "current", title: t(text.current), align: "end", render: ({ reading }) => (reading ? sayValues(reading.values, language) : "") },
            { key: "multiplier", title: t(text.multiplier), align: "end", from: "wide", width: "70px", render: ({ multiplier }) => multiplier },
            { key: "use", title: t(text.use), align: "end", render: ({ reading, kind }) => (reading ? `${reading.usage} ${kindUnits[kind]}` : "") },
            {
              key: "deviation",
              title: t(text.deviation),
              align: "end",
              from: "medium",
              width: "90px",
              render: ({ reading }) => (reading?.deviation ? `${reading.deviation} %` : ""),
            },
            { key: "state", title: t(text.state), from: "wide", width: "90px", render: ({ reading }) => (reading ? t(readingStates[reading.state]) : "") },
            {
              key: "photo",
              title: t(text.photo),
              from: "medium",
              width: "70px",
              render: ({ reading }) =>
                reading?.photoId && (
                  <a href={linkTo(getPhoto, { params: { siteId, readingId: reading.id } })} target="_blank" rel="noreferrer">
                    {t(text.photo)}
                  </a>
                ),
            },
            {
              key: "standing",
              title: t(text.standing),
              width: "130px",
              card: "mark",
              render: ({ reading }) =>
                reading ? (
                  <StatusTag tone={standingTones[reading.standing]}>{t(readingStandings[reading.standing])}</StatusTag>
                ) : (
                  <StatusTag tone="unknown">{t(text.unread)}</StatusTag>
                ),
            },
          ]}
        />
        <ConfirmWithReason
          title={t(text.reopenTitle)}
          open={isReopening}
          onClose={() => setReopening(false)}
          onConfirm={(reason) => reopen.mutate({ params, body: { reason } })}
          isPending={reopen.isPending}
          error={reopen.error}
        />
      </div>
    </Page>
  );
}

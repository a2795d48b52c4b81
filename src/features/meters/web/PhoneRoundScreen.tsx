import { LeftOutlined, RightOutlined } from "@ant-design/icons";
import { useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Select } from "antd";
import { useState } from "react";
import { query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters, useHref } from "#platform/web/navigation.tsx";
import { sayReason } from "#platform/web/problem.ts";
import { useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ProgressBar } from "#ui/figures.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { getRound } from "../contract.ts";
import { type KeptReading, useOutbox } from "./outbox.ts";
import { ReadingForm } from "./ReadingForm.tsx";
import { sayValues } from "./say.ts";
import { text } from "./text.ts";
import "./meters.css";

type Round = ReplyOf<typeof getRound>;
export type Line = Round["lines"][number];

/** A round on the phone, in one hand: one meter at a time, the next unread one by itself. */
export function PhoneRoundScreen({ siteId, roundId }: { readonly siteId: string; readonly roundId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { person } = useSession();
  const round = useSuspenseQuery(query(getRound, { params: { siteId, roundId } })).data;
  const outbox = useOutbox(siteId, roundId, person.id);
  const [{ meter }, setFilters] = useFilters({ meter: "" });
  const keptIds = new Set(outbox.kept.map(({ body }) => body.meterId as string));
  const isUnread = (line: Line) => (!line.reading || line.reading.standing === "sentBack") && !keptIds.has(line.meterId);
  const [first] = useState(() => round.lines.find(isUnread)?.meterId ?? "");
  const shown = meter || first;
  const index = Math.max(
    0,
    round.lines.findIndex(({ meterId }) => meterId === shown),
  );
  const line = round.lines[index];
  const left = round.lines.filter(isUnread);
  const go = (to: Line | undefined) => to && setFilters({ meter: to.meterId });
  const goOn = () => go([...round.lines.slice(index + 1), ...round.lines.slice(0, index)].find(isUnread) ?? round.lines[index + 1]);
  return (
    <Page
      title={t(text.phoneTitle, { route: round.route, month: format.month(round.month) })}
      crumbs={[
        { label: t(text.rounds), href: href("meters/rounds") },
        { label: round.route, href: href(`meters/rounds/${roundId}`) },
      ]}
    >
      <div className="phone-round tk-stack">
        <Outbox outbox={outbox} lines={round.lines} />
        <ProgressBar
          label={left.length === 0 ? t(text.allRead) : t(text.left, { count: left.length })}
          share={round.lines.length === 0 ? 0 : (round.lines.length - left.length) / round.lines.length}
          detail={`${round.lines.length - left.length} / ${round.lines.length}`}
        />
        <Select
          aria-label={t(text.chooseMeter)}
          value={line?.meterId ?? null}
          onChange={(meterId: string) => setFilters({ meter: meterId })}
          showSearch={{ optionFilterProp: "label" }}
          options={round.lines.map((one) => ({ value: one.meterId, label: `${isUnread(one) ? "○" : "✓"} ${one.meterNo} ${one.units[0] ?? one.place}` }))}
          style={{ width: "100%" }}
        />
        {line ? (
          <ReadingForm
            key={`${line.meterId} ${line.reading?.id ?? ""}`}
            siteId={siteId}
            round={round}
            line={line}
            kept={outbox.kept.find(({ body }) => body.meterId === line.meterId)}
            submit={outbox.submit}
            onSaved={goOn}
            back={<Button aria-label={t(text.previousMeter)} icon={<LeftOutlined />} onPress={() => go(round.lines[Math.max(0, index - 1)])} />}
            forth={<Button aria-label={t(text.nextMeter)} icon={<RightOutlined />} onPress={() => go(round.lines[Math.min(round.lines.length - 1, index + 1)])} />}
          />
        ) : (
          <EmptyTeaching title={t(text.allRead)} />
        )}
      </div>
    </Page>
  );
}

/** What this phone still holds: waiting for signal, or refused and shown to its author. */
function Outbox({ outbox, lines }: { readonly outbox: ReturnType<typeof useOutbox>; readonly lines: readonly Line[] }) {
  const { t, language } = useLanguage();
  const waiting = outbox.kept.filter(({ refused }) => !refused);
  const refused = outbox.kept.filter((one): one is KeptReading & Required<Pick<KeptReading, "refused">> => one.refused !== undefined);
  return (
    <>
      {waiting.length > 0 && (
        <Alert
          type="warning"
          showIcon
          role="status"
          title={t(text.unsent, { count: waiting.length })}
          action={
            <Button size="small" onPress={() => void outbox.sendAll()}>
              {t(text.sendNow)}
            </Button>
          }
        />
      )}
      {refused.length > 0 && (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={t(text.refusedOnes)}
          description={
            <ul>
              {refused.map(({ body, refused: reasons }) => (
                <li key={body.id}>
                  {lines.find(({ meterId }) => meterId === body.meterId)?.meterNo} {sayValues(body.values, language)} –{" "}
                  {reasons.map((reason) => sayReason(reason, language)).join(" ")}{" "}
                  <Button size="small" onPress={() => outbox.discard(body.id)}>
                    {t(text.discard)}
                  </Button>
                </li>
              ))}
            </ul>
          }
        />
      )}
    </>
  );
}

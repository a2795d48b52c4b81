import { useSuspenseQuery } from "@tanstack/react-query";
import { Button, List } from "antd-mobile";
import { useState } from "react";
import { fen, yuanText } from "#kernel/money.ts";
import { linkTo, query, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { EmptyTeaching, MobilePage } from "#ui/mobile/index.ts";
import { getHandbook, portalMoveIns } from "../../contract.ts";
import { text } from "../text.ts";
import { RegistrationForm } from "./RegistrationForm.tsx";
import "./portal.css";

export type OwnMoveIn = ReplyOf<typeof portalMoveIns>["cases"][number];

/** What our company must still do to move in: pay, hand in, register, sign. */
export function PortalMoveInScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const { cases } = useSuspenseQuery(query(portalMoveIns, { params: { siteId } })).data;
  const [registering, setRegistering] = useState<string | null>(null);
  const open = cases.find(({ case: one }) => one.id === registering);
  if (open) return <RegistrationForm siteId={siteId} own={open} onClose={() => setRegistering(null)} />;
  return (
    <MobilePage title={t(text.mine)}>
      {cases.length === 0 && <EmptyTeaching title={t(text.nothing)}>{t(text.nothingHint)}</EmptyTeaching>}
      {cases.map((own) => (
        <OwnCase key={own.case.id} siteId={siteId} own={own} onRegister={() => setRegistering(own.case.id)} />
      ))}
    </MobilePage>
  );
}

function OwnCase({ siteId, own, onRegister }: { readonly siteId: string; readonly own: OwnMoveIn; readonly onRegister: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const go = useGo();
  const { case: one, place, isOver, payment, papersOwed, registration, toSign, keys, inspection } = own;
  const owes = payment !== null && payment.settled < payment.due;
  const mustRegister = !registration.isSigned && !registration.isSent;
  const isNothingLeft = !owes && papersOwed === 0 && !mustRegister && toSign.length === 0;
  return (
    <section aria-label={one.leaseNo} className="movein-own">
      <h2>{one.leaseNo}</h2>
      <p>{place}</p>
      {isOver && one.movedInOn && <p>{t(text.isOver, { day: format.day(one.movedInOn) })}</p>}
      {!isOver && (
        <List header={t(text.todo)}>
          {isNothingLeft && <List.Item>{t(text.allDone)}</List.Item>}
          {owes && (
            <List.Item onClick={() => go(href("billing/bills"))} description={t(text.of, { settled: yuanText(fen(payment.settled)), due: yuanText(fen(payment.due)) })}>
              {t(text.pay)}
            </List.Item>
          )}
          {papersOwed > 0 && <List.Item onClick={() => go(href("tenants/papers"))}>{t(text.handPapers, { count: papersOwed })}</List.Item>}
          {mustRegister && (
            <List.Item>
              <Button color="primary" block onClick={onRegister}>
                {t(text.register)}
              </Button>
            </List.Item>
          )}
          {toSign.map(({ documentId, title, isMine }) => (
            <List.Item key={documentId} onClick={() => go(href(`documents/${documentId}`))}>
              {t(isMine ? text.sign : text.signOther, { title: t(title) })}
            </List.Item>
          ))}
        </List>
      )}
      <List>
        {!registration.isSigned && registration.isSent && (
          <List.Item onClick={onRegister} arrowIcon>
            {t(text.registered)}
          </List.Item>
        )}
        {keys.count > 0 && <List.Item>{t(keys.isReceived ? text.keysReceived : text.keysToSign, { count: keys.count })}</List.Item>}
        {inspection && (
          <List.Item>
            {inspection.signedAt
              ? t(text.inspectionDone)
              : inspection.appointmentAt
                ? t(text.inspectionAt, { at: format.inWords(inspection.appointmentAt) })
                : t(text.inspectionSoon)}
          </List.Item>
        )}
        <List.Item>
          <a href={linkTo(getHandbook, { params: { siteId } })} target="_blank" rel="noreferrer">
            {t(text.handbook)}
          </a>
        </List.Item>
      </List>
    </section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Button } from "antd-mobile";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { portalCheckNotice, portalGiveNotice } from "../../contract/portal.ts";
import { type MoveOutCause, moveOutCauseCodes, moveOutCauses } from "../../rules/causes.ts";
import { text } from "../text.ts";
import { Choice, Field } from "./Field.tsx";
import type { PortalMoveOuts } from "./MoveOutScreen.tsx";

interface Props {
  readonly siteId: string;
  readonly leases: PortalMoveOuts["leases"];
  readonly payer: string;
  readonly onDone: () => void;
}

/** The written notice (F24): what the lease says to it stands there before it is given. Manual 2.1.3-1. */
export function NoticeForm({ siteId, leases, payer, onDone }: Props) {
  const { t } = useLanguage();
  const today = useToday();
  const [id] = useState(() => newId<"moveOut">());
  const [leaseId, setLeaseId] = useState<string>(leases[0]!.id);
  const [cause, setCause] = useState<MoveOutCause>("agreed");
  const [day, setDay] = useState("");
  const [causeText, setCauseText] = useState("");
  const [account, setAccount] = useState({ name: payer, bank: "", no: "", note: "" });
  const [address, setAddress] = useState({ isHere: false, on: "" });
  const [restoration, setRestoration] = useState("");
  const lease = leases.find((each) => each.id === leaseId)!;
  const leavingOn = cause === "expiry" ? lease.leaseEnd : day;
  const { data: check, error } = useQuery({ ...query(portalCheckNotice, { params: { siteId }, query: { leaseId, cause, leavingOn } }), enabled: leavingOn !== "", retry: false });
  const give = useCommand(portalGiveNotice, { onDone });
  return (
    <form
      className="moveout-form"
      onSubmit={(event) => {
        event.preventDefault();
        give.mutate({
          params: { siteId },
          body: {
            id,
            leaseId,
            cause,
            causeText,
            leavingOn,
            accountName: account.name,
            accountBank: account.bank,
            accountNo: account.no,
            accountNote: account.note,
            usesAddress: address.isHere,
            addressMovesOn: address.isHere && address.on ? address.on : null,
            restoration,
          },
        });
      }}
    >
      <Choice
        label={t(text.whichLease)}
        value={leaseId}
        onChange={setLeaseId}
        options={leases.map((each) => ({ value: each.id, label: t(text.leaseUntil, { leaseNo: each.leaseNo, place: each.place, leaseEnd: each.leaseEnd }) }))}
      />
      <p className="moveout-quiet">{t(text.contractAsks, { days: lease.noticeDays })}</p>
      <Choice
        label={t(text.cause)}
        value={cause}
        onChange={(value) => setCause(value as MoveOutCause)}
        options={moveOutCauseCodes.map((value) => ({ value, label: t(moveOutCauses[value]) }))}
      />
      {cause !== "expiry" && <Field label={t(text.leavingOn)} type="date" min={today} value={day} onChange={setDay} />}
      <ProblemNote error={error} />
      {check && (
        <p className={check.shortDays > 0 ? "moveout-check moveout-check-short" : "moveout-check"} role="status">
          {t(check.said)}
        </p>
      )}
      <Field label={t(text.causeText)} value={causeText} maxLength={500} onChange={setCauseText} />
      <Field label={t(text.accountName)} value={account.name} maxLength={120} onChange={(name) => setAccount({ ...account, name })} />
      {account.name.trim() !== payer && <Field label={t(text.accountNote)} value={account.note} maxLength={300} onChange={(note) => setAccount({ ...account, note })} />}
      <Field label={t(text.accountBank)} value={account.bank} maxLength={120} onChange={(bank) => setAccount({ ...account, bank })} />
      <Field label={t(text.accountNo)} value={account.no} maxLength={40} onChange={(no) => setAccount({ ...account, no })} />
      <label className="moveout-tick">
        <input type="checkbox" checked={address.isHere} onChange={(event) => setAddress({ ...address, isHere: event.target.checked })} /> {t(text.usesAddress)}
      </label>
      {address.isHere && <Field label={t(text.addressMovesOn)} type="date" value={address.on} onChange={(on) => setAddress({ ...address, on })} />}
      <Field label={t(text.restoration)} value={restoration} maxLength={2000} onChange={setRestoration} />
      <ProblemNote error={give.error} />
      <Button block color="primary" type="submit" loading={give.isPending} disabled={leavingOn === "" || account.bank === "" || account.no === ""}>
        {t(text.give)}
      </Button>
    </form>
  );
}

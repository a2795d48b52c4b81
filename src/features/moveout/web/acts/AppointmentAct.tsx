import { DatePicker, Form, Input, Radio } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { useMay, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { agreeAppointment, moveOutRights, proposeAppointment, recordAppointment } from "../../contract.ts";
import { type AppointmentOutcome, appointmentOutcomes } from "../../rules.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

/** The time of the joint inspection: proposed by one side, agreed by the other, changes on record. Manual 2.1.3-2. */
export function AppointmentAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const zone = useZone();
  const [drawer, setDrawer] = useState<"propose" | "agree" | "outcome" | null>(null);
  const [id, setId] = useState(() => newId<"appointment">());
  const onDone = () => {
    setDrawer(null);
    setId(newId<"appointment">());
  };
  const propose = useCommand(proposeAppointment, { onDone });
  const agree = useCommand(agreeAppointment, { onDone });
  const record = useCommand(recordAppointment, { onDone });
  const params = { siteId, caseId: view.case.id };
  const inForce = view.appointments.find(({ replacedAt }) => replacedAt === null);
  const isOpen = at.state === "ready" || (at.state === "done" && !view.inspection?.signedAt);
  return (
    <>
      <ul className="moveout-lines" aria-label={t(text.history)}>
        {view.appointments.map(({ id: key, meetsAt, note, proposedByName, agreedByName, replacedAt, outcome, outcomeNote }) => (
          <li key={key} className={replacedAt ? "tk-quiet" : ""}>
            {format.moment(meetsAt)} · {t(text.proposedBy, { name: proposedByName })} · {agreedByName ? t(text.agreedBy, { name: agreedByName }) : t(text.notAgreed)}
            {replacedAt && ` · ${t(text.replaced)}`}
            {outcome && ` · ${t(appointmentOutcomes[outcome])} ${outcomeNote}`}
            {note && ` · ${note}`}
          </li>
        ))}
      </ul>
      <ProblemNote error={agree.error} />
      {isOpen && (
        <div className="moveout-acts">
          {may(moveOutRights.handle) && (
            <>
              <Button type={inForce ? "default" : "primary"} onPress={() => setDrawer("propose")}>
                {t(inForce ? text.proposeAgain : text.propose)}
              </Button>
              {inForce && !inForce.agreedAt && inForce.side === "tenant" && (
                <Button type="primary" loading={agree.isPending} onPress={() => agree.mutate({ params, body: { onBehalf: null } })}>
                  {t(text.agree)}
                </Button>
              )}
              {inForce && !inForce.agreedAt && inForce.side === "property" && <Button onPress={() => setDrawer("agree")}>{t(text.agreeForTenant)}</Button>}
            </>
          )}
          {may(moveOutRights.inspect) && inForce?.agreedAt && !inForce.outcome && <Button onPress={() => setDrawer("outcome")}>{t(text.outcome)}</Button>}
        </div>
      )}
      {drawer === "propose" && (
        <FormDrawer<{ meetsAt: Dayjs; note?: string }>
          title={t(text.propose)}
          open
          onClose={() => setDrawer(null)}
          onSubmit={({ meetsAt, note = "" }) => propose.mutate({ params, body: { id, meetsAt: momentFrom(meetsAt, zone), note } })}
          isPending={propose.isPending}
          error={propose.error}
        >
          <Form.Item name="meetsAt" label={t(text.meetsAt)} rules={[{ required: true }]}>
            <DatePicker showTime={{ format: "HH:mm", minuteStep: 15 }} format="YYYY-MM-DD HH:mm" />
          </Form.Item>
          <Form.Item name="note" label={t(text.note)}>
            <Input maxLength={300} />
          </Form.Item>
        </FormDrawer>
      )}
      {drawer === "agree" && (
        <FormDrawer<{ onBehalf: string }>
          title={t(text.agreeForTenant)}
          open
          onClose={() => setDrawer(null)}
          onSubmit={({ onBehalf }) => agree.mutate({ params, body: { onBehalf } })}
          isPending={agree.isPending}
          error={agree.error}
        >
          <Form.Item name="onBehalf" label={t(text.whoAgreed)} rules={[{ required: true, whitespace: true }]}>
            <Input maxLength={120} />
          </Form.Item>
        </FormDrawer>
      )}
      {drawer === "outcome" && (
        <FormDrawer<{ outcome: AppointmentOutcome; note?: string }>
          title={t(text.outcome)}
          open
          onClose={() => setDrawer(null)}
          initial={{ outcome: "kept" }}
          onSubmit={({ outcome, note = "" }) => record.mutate({ params, body: { outcome, note } })}
          isPending={record.isPending}
          error={record.error}
        >
          <Form.Item name="outcome" label={t(text.outcome)}>
            <Radio.Group options={(Object.keys(appointmentOutcomes) as AppointmentOutcome[]).map((value) => ({ value, label: t(appointmentOutcomes[value]) }))} />
          </Form.Item>
          <Form.Item name="note" label={t(text.note)}>
            <Input maxLength={300} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

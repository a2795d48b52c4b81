import { Checkbox, Form, Input, Radio } from "antd";
import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useSession } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { finishInvoices, moveOutRights, recordClearance, recordVacancy, startInspection, takeKeysBack } from "../../contract.ts";
import { slipStates } from "../../rules.ts";
import { SlipDrawer } from "../SlipDrawer.tsx";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

/** Opens the inspection beside that of the move-in, or leads to it. Manual 2.1.3-3. */
export function InspectionAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const { person } = useSession();
  const start = useCommand(startInspection);
  if (view.inspection) return <Link href={href(`handover/inspections/${view.inspection.id}`)}>{t(text.toInspection)}</Link>;
  if (at.state !== "ready" || !may(moveOutRights.inspect)) return null;
  return (
    <>
      <ProblemNote error={start.error} />
      <Button type="primary" loading={start.isPending} onPress={() => start.mutate({ params: { siteId, caseId: view.case.id }, body: { assigneeId: person.id } })}>
        {t(text.startInspection)}
      </Button>
    </>
  );
}

/** Release slips of the move-out, and that the goods are out. Manual 2.1.3-5. */
export function ClearanceAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const [drawer, setDrawer] = useState<"slip" | "clear" | null>(null);
  const clear = useCommand(recordClearance, { onDone: () => setDrawer(null) });
  const { clearance } = view.case;
  const isOpen = at.state !== "stopped" && !view.confirmation && view.case.decision?.isApproved === true;
  return (
    <>
      <ul className="moveout-lines">
        {view.slips.map(({ id, no, state, items, passesOn }) => (
          <li key={id}>
            <Link href={href(`moveout/slips?q=${no}`)}>{no}</Link> · {format.day(passesOn)} · {items.map(({ name, quantity }) => `${name} × ${quantity}`).join("、")}{" "}
            <StatusTag tone={state === "passed" ? "good" : state === "asked" || state === "approved" ? "open" : "quiet"}>{t(slipStates[state])}</StatusTag>
          </li>
        ))}
      </ul>
      {clearance && (
        <p>
          {t(text.by, { name: clearance.byName, at: format.moment(clearance.at) })} {clearance.isRestored && t(text.isRestored)} {clearance.note}
        </p>
      )}
      {isOpen && (
        <div className="moveout-acts">
          {may(moveOutRights.release) && <Button onPress={() => setDrawer("slip")}>{t(text.newSlip)}</Button>}
          {may(moveOutRights.finish) && (at.state === "ready" || clearance) && (
            <Button type={clearance ? "default" : "primary"} onPress={() => setDrawer("clear")}>
              {t(text.clearance)}
            </Button>
          )}
        </div>
      )}
      {drawer === "slip" && (
        <SlipDrawer siteId={siteId} onClose={() => setDrawer(null)} of={{ caseId: view.case.id, tenantId: view.case.tenantId, tenant: view.tenant, place: view.place }} />
      )}
      {drawer === "clear" && (
        <FormDrawer<{ isRestored?: boolean; hasAddressMoved?: boolean; note?: string }>
          title={t(text.clearance)}
          open
          onClose={() => setDrawer(null)}
          initial={{ isRestored: clearance?.isRestored ?? true, hasAddressMoved: clearance?.hasAddressMoved ?? false, note: clearance?.note ?? "" }}
          onSubmit={({ isRestored = false, hasAddressMoved = false, note = "" }) =>
            clear.mutate({ params: { siteId, caseId: view.case.id }, body: { isRestored, hasAddressMoved, note } })
          }
          isPending={clear.isPending}
          error={clear.error}
        >
          <Form.Item name="isRestored" valuePropName="checked">
            <Checkbox>{t(text.isRestored)}</Checkbox>
          </Form.Item>
          {view.case.usesAddress && (
            <Form.Item name="hasAddressMoved" valuePropName="checked">
              <Checkbox>{t(text.hasAddressMoved)}</Checkbox>
            </Form.Item>
          )}
          <Form.Item name="note" label={t(text.note)}>
            <Input.TextArea rows={3} maxLength={1000} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

type Fate = "back" | "lost" | "notYet";

/** Cards and keys by number: back, lost, or not yet. Manual 2.1.3-5. */
export function KeysAct({ siteId, view, at }: ActProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const may = useMay();
  const [isOpen, setOpen] = useState(false);
  const take = useCommand(takeKeysBack, { onDone: () => setOpen(false) });
  const { keysBack } = view.case;
  if (keysBack)
    return (
      <p>
        {t(text.by, { name: keysBack.byName, at: format.moment(keysBack.at) })} {keysBack.note}
      </p>
    );
  if (!may(moveOutRights.handle) || at.state === "waiting" || at.state === "stopped") return null;
  const idsOf = (values: Readonly<Record<string, Fate | string>>, fate: Fate) => view.itemsOut.filter(({ id }) => values[id] === fate).map(({ id }) => id);
  return (
    <>
      <Button type="primary" onPress={() => setOpen(true)}>
        {t(text.takeKeys)}
      </Button>
      {isOpen && (
        <FormDrawer<Record<string, Fate | string>>
          title={t(text.takeKeys)}
          open
          onClose={() => setOpen(false)}
          initial={Object.fromEntries(view.itemsOut.map(({ id }) => [id, "back"]))}
          onSubmit={(values) =>
            take.mutate({ params: { siteId, caseId: view.case.id }, body: { itemIds: idsOf(values, "back"), lostIds: idsOf(values, "lost"), note: values["note"] ?? "" } })
          }
          isPending={take.isPending}
          error={take.error}
        >
          {view.itemsOut.length === 0 && <p>{t(text.noKeysOut)}</p>}
          {view.itemsOut.map(({ id, label }) => (
            <Form.Item key={id} name={id} label={t(label)}>
              <Radio.Group
                options={[
                  { value: "back", label: t(text.back) },
                  { value: "lost", label: t(text.lost) },
                  { value: "notYet", label: t(text.notYet) },
                ]}
              />
            </Form.Item>
          ))}
          <Form.Item name="note" label={t(text.note)}>
            <Input maxLength={500} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

/** The final and red invoices. Domain §3.7-13. */
export function InvoicesAct(props: ActProps) {
  const { invoices } = props.view.case;
  const { t } = useLanguage();
  const may = useMay();
  const finish = useCommand(finishInvoices);
  const params = { siteId: props.siteId, caseId: props.view.case.id };
  return (
    <Noted
      done={invoices}
      hint={props.view.openInvoices > 0 ? t(text.openInvoices, { count: props.view.openInvoices }) : ""}
      title={t(text.invoices)}
      canDo={may(moveOutRights.pay) && props.at.state === "ready"}
      isRequired={false}
      command={{ isPending: finish.isPending, error: finish.error, send: (note) => finish.mutateAsync({ params, body: { note } }) }}
    />
  );
}

/** The unit is vacant: how it is patrolled from now on. Domain §3.7-14. */
export function VacancyAct(props: ActProps) {
  const { vacancy } = props.view.case;
  const { t } = useLanguage();
  const may = useMay();
  const record = useCommand(recordVacancy);
  const params = { siteId: props.siteId, caseId: props.view.case.id };
  return (
    <Noted
      done={vacancy}
      hint=""
      title={t(text.vacancy)}
      placeholder={t(text.vacancyHint)}
      canDo={may(moveOutRights.finish) && props.at.state === "ready"}
      isRequired
      command={{ isPending: record.isPending, error: record.error, send: (note) => record.mutateAsync({ params, body: { note } }) }}
    />
  );
}

interface NotedProps {
  readonly done: { readonly byName: string; readonly at: string; readonly note: string } | null;
  readonly hint: string;
  readonly title: string;
  readonly placeholder?: string;
  readonly canDo: boolean;
  readonly isRequired: boolean;
  readonly command: { readonly isPending: boolean; readonly error: unknown; readonly send: (note: string) => Promise<unknown> };
}

function Noted({ done, hint, title, placeholder = "", canDo, isRequired, command }: NotedProps) {
  const { t } = useLanguage();
  const format = useFormat();
  const [isOpen, setOpen] = useState(false);
  if (done)
    return (
      <p>
        {t(text.by, { name: done.byName, at: format.moment(done.at) })} {done.note}
      </p>
    );
  return (
    <>
      {hint && <p>{hint}</p>}
      {canDo && (
        <Button type="primary" onPress={() => setOpen(true)}>
          {title}
        </Button>
      )}
      {isOpen && (
        <FormDrawer<{ note?: string }>
          title={title}
          open
          onClose={() => setOpen(false)}
          onSubmit={({ note = "" }) =>
            void command.send(note).then(
              () => setOpen(false),
              () => undefined,
            )
          }
          isPending={command.isPending}
          error={command.error}
        >
          <Form.Item name="note" label={t(text.note)} rules={isRequired ? [{ required: true, whitespace: true }] : []}>
            <Input.TextArea rows={3} maxLength={500} placeholder={placeholder} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

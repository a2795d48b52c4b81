import { useQuery } from "@tanstack/react-query";
import { DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { listInspectors } from "#features/handover/contract.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { arrangeInspection, moveinRights } from "../../contract.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

/** Arranges the joint inspection, or leads to it. */
export function InspectionAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const href = useHref();
  const may = useMay();
  const [inspectionId, setInspectionId] = useState<string | null>(null);
  const { inspection } = view;
  const { state } = view.standing.steps.find(({ id }) => id === "inspection")!;
  if (inspection)
    return (
      <>
        <Link href={href(`handover/inspections/${inspection.inspectionId}`)}>{t(text.openInspection)}</Link>
        {inspection.questionsOpen > 0 && <span>{t(text.questionsOpen, { count: inspection.questionsOpen })}</span>}
      </>
    );
  if (state !== "ready" || !may(moveinRights.inspect)) return null;
  return (
    <>
      <Button type="primary" onPress={() => setInspectionId(newId())}>
        {t(text.arrange)}
      </Button>
      {inspectionId && <ArrangeDrawer siteId={siteId} caseId={view.case.id} inspectionId={inspectionId} onClose={() => setInspectionId(null)} />}
    </>
  );
}

function ArrangeDrawer({
  siteId,
  caseId,
  inspectionId,
  onClose,
}: {
  readonly siteId: string;
  readonly caseId: string;
  readonly inspectionId: string;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const zone = useZone();
  const inspectors = useQuery(query(listInspectors, { params: { siteId } })).data?.items ?? [];
  const arrange = useCommand(arrangeInspection, { onDone: onClose, also: ["handover"] });
  return (
    <FormDrawer<{ assigneeId: string; appointmentAt?: Dayjs; note?: string }>
      title={t(text.arrange)}
      open
      onClose={onClose}
      onSubmit={({ assigneeId, appointmentAt, note = "" }) =>
        arrange.mutate({ params: { siteId, caseId }, body: { inspectionId, assigneeId, appointmentAt: appointmentAt ? momentFrom(appointmentAt, zone) : null, note } })
      }
      isPending={arrange.isPending}
      error={arrange.error}
      submit={text.arrange}
    >
      <Form.Item name="assigneeId" label={t(text.inspector)} rules={[{ required: true }]}>
        <Select options={inspectors.map(({ id, name }) => ({ value: id, label: name }))} />
      </Form.Item>
      <Form.Item name="appointmentAt" label={t(text.appointment)}>
        <DatePicker showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)}>
        <Input maxLength={300} />
      </Form.Item>
    </FormDrawer>
  );
}

import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Checkbox, Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { infinite, linkTo, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { useMay, useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { exportConductSamples, listConductSamples, listHandlers, recordConductSample, serviceRights } from "../contract.ts";
import { type ConductCheck as Check, conductCheckNames } from "../rules/lists.ts";
import { type Moment, MomentPicker } from "./MomentPicker.tsx";
import { text } from "./text.ts";

interface SampleValues {
  readonly sampledAt: Moment;
  readonly personId: string;
  readonly failed?: Check[];
  readonly remark?: string;
}

/** Samples of courteous conduct (2.2.2-2). */
export function ConductScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const zone = useZone();
  const may = useMay();
  const [open, setOpen] = useState(false);
  const samples = useInfiniteQuery(infinite(listConductSamples, { params: { siteId }, query: {} }));
  const { data: handlers } = useQuery({ ...query(listHandlers, { params: { siteId } }), enabled: open });
  const record = useCommand(recordConductSample, { onDone: () => setOpen(false) });
  return (
    <Page
      title={t(text.conduct)}
      lead={t(text.conductLead)}
      actions={
        may(serviceRights.improve) && (
          <Button type="primary" onPress={() => setOpen(true)}>
            {t(text.addSample)}
          </Button>
        )
      }
    >
      <DataTable
        label={t(text.conduct)}
        rows={samples}
        rowKey={({ id }) => id}
        exportHref={linkTo(exportConductSamples, { params: { siteId }, query: {} })}
        empty={<EmptyTeaching title={t(text.noSamples)}>{t(text.noSamplesHint)}</EmptyTeaching>}
        columns={[
          { key: "person", title: t(text.person), card: "heading", render: ({ personName }) => personName },
          { key: "sampledAt", title: t(text.sampledAt), render: ({ sampledAt }) => format.moment(sampledAt) },
          { key: "failed", title: t(text.failedChecks), render: ({ failed }) => failed.map((check) => t(conductCheckNames[check])).join("、") || "—" },
          { key: "remark", title: t(text.remark), from: "medium", render: ({ remark }) => remark || "—" },
          { key: "sampler", title: t(text.sampler), from: "medium", render: ({ samplerName }) => samplerName },
          {
            key: "passed",
            title: t(text.verdict),
            width: "110px",
            card: "mark",
            render: ({ isPassed }) => <StatusTag tone={isPassed ? "good" : "late"}>{t(isPassed ? text.passed : text.failed)}</StatusTag>,
          },
        ]}
      />
      <FormDrawer<SampleValues>
        title={t(text.addSample)}
        open={open}
        onClose={() => setOpen(false)}
        onSubmit={({ sampledAt, ...values }) => record.mutate({ params: { siteId }, body: { id: newId(), sampledAt: momentFrom(sampledAt, zone), ...values } })}
        isPending={record.isPending}
        error={record.error}
      >
        <Form.Item name="personId" label={t(text.person)} rules={[{ required: true }]}>
          <Select showSearch={{ optionFilterProp: "label" }} options={(handlers?.people ?? []).map(({ id, name }) => ({ value: id, label: name }))} />
        </Form.Item>
        <Form.Item name="sampledAt" label={t(text.sampledAt)} rules={[{ required: true }]}>
          <MomentPicker past />
        </Form.Item>
        <Form.Item name="failed" label={t(text.failedChecks)}>
          <Checkbox.Group options={Object.entries(conductCheckNames).map(([value, label]) => ({ value: value as Check, label: t(label) }))} />
        </Form.Item>
        <Form.Item name="remark" label={t(text.remark)}>
          <Input.TextArea rows={3} maxLength={1000} />
        </Form.Item>
      </FormDrawer>
    </Page>
  );
}

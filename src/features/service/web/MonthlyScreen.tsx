import { useSuspenseQuery } from "@tanstack/react-query";
import { DatePicker, Form, Input, Select } from "antd";
import type { Dayjs } from "dayjs";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { type Department, departmentNames } from "#kernel/role.ts";
import { query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Stat, Stats } from "#ui/figures.tsx";
import { CommandForm, FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { finishAction, getAnalysis, listAnalyses, listHandlers, recordAnalysis, serviceRights } from "../contract.ts";
import { type Cause, causeNames } from "../rules/lists.ts";
import "./service.css";
import { text } from "./text.ts";

/** The months and whether each has its analysis (2.2.1-4). */
export function MonthlyListScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const { items } = useSuspenseQuery(query(listAnalyses, { params: { siteId } })).data;
  return (
    <Page title={t(text.monthly)} lead={t(text.monthlyLead)}>
      <DataTable
        label={t(text.monthly)}
        rows={items}
        rowKey={({ month }) => month}
        href={({ month }) => href(`service/monthly/${month}`)}
        columns={[
          { key: "month", title: t(text.month), card: "heading", render: ({ month }) => format.month(month) },
          { key: "cases", title: t(text.casesCount), align: "end", render: ({ cases }) => format.number(cases) },
          { key: "actions", title: t(text.openActions), align: "end", render: ({ openActions }) => format.number(openActions) },
          {
            key: "filed",
            title: t(text.status),
            card: "mark",
            render: ({ recordedAt }) => <StatusTag tone={recordedAt ? "good" : "open"}>{t(recordedAt ? text.filed : text.notFiled)}</StatusTag>,
          },
        ]}
      />
    </Page>
  );
}

interface ActionLine {
  readonly cause?: Cause;
  readonly measure: string;
  readonly department: Department;
  readonly ownerId?: string;
  readonly dueOn: Dayjs;
}

/** One month's analysis: its figures, its findings, and the improvements that follow. */
export function MonthlyScreen({ siteId, month }: { readonly siteId: string; readonly month: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const may = useMay();
  const found = useSuspenseQuery(query(getAnalysis, { params: { siteId, month } })).data;
  const { figures } = found;
  return (
    <Page
      title={`${t(text.monthly)} · ${format.month(month)}`}
      mark={<StatusTag tone={found.recordedAt ? "good" : "open"}>{t(found.recordedAt ? text.filed : text.notFiled)}</StatusTag>}
      lead={found.recordedAt ? `${found.recordedByName ?? ""} · ${format.moment(found.recordedAt)}` : found.dueAt && `${t(text.dueAt)} ${format.shortMoment(found.dueAt)}`}
      crumbs={[{ label: t(text.monthly), href: href("service/monthly") }, { label: format.month(month) }]}
    >
      <Stats>
        <Stat label={t(text.casesCount)} value={format.number(figures.total)} />
        <Stat label={t(text.complaints)} value={format.number(figures.complaints)} />
        <Stat label={t(text.attributable)} value={format.number(figures.attributable)} />
        <Stat label={t(text.repeats)} value={format.number(figures.repeats)} />
        <Stat label={t(text.dissatisfied)} value={format.number(figures.dissatisfied)} />
      </Stats>
      <Section title={t(text.byCause)}>
        <ol>
          {figures.topCauses.map(({ cause, count }) => (
            <li key={cause ?? "none"}>
              {cause ? t(causeNames[cause]) : t(text.notDecided)} · {format.number(count)}
            </li>
          ))}
        </ol>
      </Section>
      {found.recordedAt ? (
        <Section title={t(text.analysisFindings)}>
          <p className="case-matter">{found.findings}</p>
        </Section>
      ) : (
        may(serviceRights.improve) && <AnalysisForm siteId={siteId} month={month} />
      )}
      {found.actions.length > 0 && <Actions siteId={siteId} actions={found.actions} />}
    </Page>
  );
}

function AnalysisForm({ siteId, month }: { readonly siteId: string; readonly month: string }) {
  const { t } = useLanguage();
  const { people } = useSuspenseQuery(query(listHandlers, { params: { siteId } })).data;
  const record = useCommand(recordAnalysis);
  return (
    <CommandForm<{ findings: string; actions?: ActionLine[] }>
      onSubmit={({ findings, actions = [] }) =>
        record.mutate({
          params: { siteId, month },
          body: {
            findings,
            actions: actions.map(({ cause, ownerId, dueOn, ...action }) => ({
              id: newId(),
              ...action,
              cause: cause ?? null,
              ownerId: ownerId ?? null,
              dueOn: dueOn.format("YYYY-MM-DD"),
            })),
          },
        })
      }
      isPending={record.isPending}
      error={record.error}
      submit={text.fileAnalysis}
    >
      <Form.Item name="findings" label={t(text.analysisFindings)} required>
        <Input.TextArea rows={6} maxLength={10_000} />
      </Form.Item>
      <h2>{t(text.actions)}</h2>
      <Form.List name="actions">
        {(fields, { add, remove }) => (
          <>
            {fields.map(({ key, name }) => (
              <div key={key} className="case-duty">
                <Form.Item name={[name, "measure"]} label={t(text.measure)} rules={[{ required: true }]}>
                  <Input maxLength={2000} />
                </Form.Item>
                <div className="take-pair">
                  <Form.Item name={[name, "department"]} label={t(text.department)} rules={[{ required: true }]}>
                    <Select options={Object.entries(departmentNames).map(([value, label]) => ({ value, label: t(label) }))} />
                  </Form.Item>
                  <Form.Item name={[name, "ownerId"]} label={t(text.person)}>
                    <Select allowClear showSearch={{ optionFilterProp: "label" }} options={people.map(({ id, name: person }) => ({ value: id, label: person }))} />
                  </Form.Item>
                  <Form.Item name={[name, "cause"]} label={t(text.cause)}>
                    <Select allowClear options={Object.entries(causeNames).map(([value, label]) => ({ value, label: t(label) }))} />
                  </Form.Item>
                  <Form.Item name={[name, "dueOn"]} label={t(text.dueOn)} rules={[{ required: true }]}>
                    <DatePicker style={{ width: "100%" }} />
                  </Form.Item>
                </div>
                <Button size="small" onPress={() => remove(name)}>
                  {t(text.removeLine)}
                </Button>
              </div>
            ))}
            <p>
              <Button onPress={() => add({})}>{t(text.addAction)}</Button>
            </p>
          </>
        )}
      </Form.List>
    </CommandForm>
  );
}

type Action = ReplyOf<typeof getAnalysis>["actions"][number];

function Actions({ siteId, actions }: { readonly siteId: string; readonly actions: readonly Action[] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const [chosen, setChosen] = useState<Action | null>(null);
  const finish = useCommand(finishAction, { onDone: () => setChosen(null) });
  return (
    <Section title={t(text.actions)}>
      <DataTable
        label={t(text.actions)}
        rows={actions}
        rowKey={({ id }) => id}
        columns={[
          { key: "measure", title: t(text.measure), card: "heading", render: ({ actionNo, measure }) => `${actionNo} ${measure}` },
          { key: "department", title: t(text.department), render: ({ department, ownerName }) => [t(departmentNames[department]), ownerName].filter(Boolean).join(" · ") },
          { key: "dueOn", title: t(text.dueOn), render: ({ dueOn }) => format.day(dueOn) },
          {
            key: "done",
            title: t(text.status),
            card: "mark",
            render: (action) =>
              action.doneAt ? (
                <StatusTag tone="good">{t(text.done)}</StatusTag>
              ) : (
                <Button size="small" onPress={() => setChosen(action)}>
                  {t(text.finish)}
                </Button>
              ),
          },
        ]}
      />
      <FormDrawer<{ remark?: string }>
        title={t(text.finish)}
        open={chosen !== null}
        onClose={() => setChosen(null)}
        onSubmit={({ remark = "" }) => chosen && finish.mutate({ params: { siteId, improvementId: chosen.id }, body: { remark } })}
        isPending={finish.isPending}
        error={finish.error}
      >
        <Form.Item name="remark" label={t(text.remark)}>
          <Input.TextArea rows={3} maxLength={2000} />
        </Form.Item>
      </FormDrawer>
    </Section>
  );
}

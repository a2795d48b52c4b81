import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { Alert, Drawer, Form, Input, InputNumber, Select } from "antd";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useFilters, useHref } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { adoptProposals, getParameterHistory, getParameters, setParameter } from "../contract.ts";
import { confidenceNames, sayAmount, saySource, stakeNames } from "../rules.ts";
import { text } from "./text.ts";
import type { ParameterItem } from "./values.ts";
import "./manual.css";

/** The figures the manual leaves open: what the site set, what is proposed and why, and one step to adopt what may be adopted. */
export function ParametersScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const [filters, setFilters] = useFilters({ open: "" });
  const { items, maySet, edition } = useSuspenseQuery(query(getParameters, { params: { siteId }, query: {} })).data;
  const adopt = useCommand(adoptProposals);
  const open = items.filter(({ setting }) => setting === null);
  const adoptable = open.filter(({ definition }) => definition.stake === "none").length;
  const chosen = items.find(({ definition }) => definition.id === filters.open);
  return (
    <Page title={t(text.parameters)} lead={t(text.parametersLead)} mark={<span className="tk-quiet">{t(text.edition, { number: edition.number })}</span>}>
      {open.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          className="manual-open"
          title={t(text.openCount, { count: open.length })}
          description={
            <>
              <p>{adoptable > 0 ? t(text.openHint, { adoptable }) : t(text.openHintAll)}</p>
              {adoptable > 0 && (
                <Button type="primary" loading={adopt.isPending} unless={maySet ? [] : [{ sentence: t(text.mayNotSet) }]} onPress={() => adopt.mutate({ params: { siteId } })}>
                  {t(text.adopt, { count: adoptable })}
                </Button>
              )}
              <ProblemNote error={adopt.error} />
            </>
          }
        />
      ) : (
        <Alert type="success" showIcon className="manual-open" title={t(text.allSet)} />
      )}
      <DataTable
        label={t(text.parameters)}
        rows={items}
        rowKey={({ definition }) => definition.id}
        onOpen={({ definition }) => setFilters({ open: definition.id })}
        columns={[
          { key: "name", title: t(text.parameter), card: "heading", render: ({ definition }) => t(definition.name) },
          {
            key: "value",
            title: t(text.value),
            width: "170px",
            card: "mark",
            render: ({ definition, setting }) => (setting ? <strong>{t(sayAmount(setting.value, definition.unit))}</strong> : <StatusTag tone="warn">{t(text.notSet)}</StatusTag>),
          },
          {
            key: "proposed",
            title: t(text.proposed),
            width: "150px",
            render: ({ definition }) => t(sayAmount(definition.proposed, definition.unit)),
          },
          {
            key: "source",
            title: t(text.source),
            from: "medium",
            render: ({ definition }) => (
              <>
                {t(saySource(definition.source))} <span className="tk-quiet">· {t(confidenceNames[definition.confidence])}</span>
              </>
            ),
          },
          { key: "stake", title: t(text.stake), width: "110px", from: "medium", render: ({ definition }) => t(stakeNames[definition.stake]) },
          {
            key: "clause",
            title: t(text.clause),
            width: "90px",
            render: ({ definition }) => <Link href={href(`manual/clauses/${definition.clause}`)}>{definition.clause}</Link>,
          },
          {
            key: "since",
            title: t(text.since),
            width: "170px",
            from: "wide",
            card: "none",
            render: ({ setting }) => (setting ? `${format.day(setting.effectiveFrom)} · ${setting.setBy}` : "—"),
          },
        ]}
      />
      {chosen && <ParameterDrawer siteId={siteId} item={chosen} maySet={maySet} onClose={() => setFilters({ open: undefined })} />}
    </Page>
  );
}

interface Values {
  readonly value: number;
  readonly effectiveFrom: string;
  readonly reason?: string;
}

function ParameterDrawer({ siteId, item, maySet, onClose }: { readonly siteId: string; readonly item: ParameterItem; readonly maySet: boolean; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const today = useToday();
  const [form] = Form.useForm<Values>();
  const { definition, setting } = item;
  const { id, unit, least, most, choices, proposed } = definition;
  const set = useCommand(setParameter, { onDone: onClose });
  const history = useQuery(query(getParameterHistory, { params: { siteId, parameterId: id } }));
  return (
    <Drawer title={t(text.change, { name: definition.name })} open onClose={onClose} size={480} className="tk-drawer">
      <div className="tk-stack">
        <p>{t(definition.meaning)}</p>
        <p className="tk-quiet">
          {t(text.proposed)} {t(sayAmount(proposed, unit))} · {t(saySource(definition.source))} · {t(confidenceNames[definition.confidence])} · {t(stakeNames[definition.stake])}
        </p>
        <CommandForm<Values>
          form={form}
          initial={{ value: setting?.value ?? proposed, effectiveFrom: today, reason: "" }}
          onSubmit={({ value, effectiveFrom, reason }) => set.mutate({ params: { siteId, parameterId: id }, body: { value, effectiveFrom, reason: reason ?? "" } })}
          isPending={set.isPending}
          error={set.error}
          unless={maySet ? [] : [{ sentence: t(text.mayNotSet) }]}
          onCancel={onClose}
        >
          <Form.Item
            name="value"
            label={t(text.newValue)}
            extra={choices ? undefined : t(text.bounds, { least: t(sayAmount(least, unit)), most: t(sayAmount(most, unit)) })}
            rules={[{ required: true }]}
          >
            {choices ? (
              <Select options={choices.map((value) => ({ value, label: t(sayAmount(value, unit)) }))} />
            ) : (
              <InputNumber min={least} max={most} precision={0} style={{ width: "100%" }} />
            )}
          </Form.Item>
          {setting?.value !== proposed && (
            <p>
              <button type="button" className="tk-link" onClick={() => form.setFieldValue("value", proposed)}>
                {t(text.useProposed)}
              </button>
            </p>
          )}
          <Form.Item name="effectiveFrom" label={t(text.effectiveFrom)} rules={[{ required: true }]}>
            <DayInput min={today} max="2200-12-31" />
          </Form.Item>
          <Form.Item name="reason" label={t(text.reason)}>
            <Input.TextArea rows={2} maxLength={1000} />
          </Form.Item>
        </CommandForm>
        {history.data && history.data.items.length > 0 && (
          <section aria-label={t(text.history)}>
            <h3>{t(text.history)}</h3>
            <ul className="manual-history">
              {history.data.items.map((each) => (
                <li key={each.setAt + each.effectiveFrom}>
                  <strong>{t(text.coming, { value: sayAmount(each.value, unit), day: format.day(each.effectiveFrom) })}</strong>
                  <span className="tk-quiet">
                    {each.setBy} · {format.moment(each.setAt)}
                    {each.isAdopted && ` · ${t(text.adopted)}`}
                  </span>
                  {each.reason && <span>{each.reason}</span>}
                </li>
              ))}
            </ul>
          </section>
        )}
      </div>
    </Drawer>
  );
}

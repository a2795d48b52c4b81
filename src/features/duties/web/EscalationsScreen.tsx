import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, InputNumber, Segmented, Select } from "antd";
import { useState } from "react";
import { roleNames } from "#kernel/role.ts";
import { infinite, linkTo, query, type ReplyOf, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { dutiesRights, exportEscalations, getLadders, listEscalations, setLadder } from "../contract.ts";
import { type EscalationTarget, escalationTargets } from "../rules.ts";
import { DueTime } from "./DueTime.tsx";
import { DutyDrawer } from "./DutyDrawer.tsx";
import { ClauseLink, Owner } from "./DutyRows.tsx";
import { text } from "./text.ts";
import "./duties.css";

type Escalation = ReplyOf<typeof listEscalations>["items"][number];
type Ladder = ReplyOf<typeof getLadders>["items"][number];

/** Who was told of which overdue duty, and the ladder that decides it. */
export function EscalationsScreen({ siteId }: { readonly siteId: string }) {
  const { t, language } = useLanguage();
  const { shortMoment } = useFormat();
  const [{ scope, duty }, setFilters] = useFilters({ scope: "open", duty: "" });
  const asked = scope === "mine" || scope === "all" ? scope : "open";
  const escalations = useInfiniteQuery(infinite(listEscalations, { params: { siteId }, query: { scope: asked } }));
  return (
    <Page title={t(text.escalations)} lead={t(text.escalationsLead)}>
      <div className="tk-stack">
        <DataTable<Escalation>
          label={t(text.escalations)}
          rows={escalations}
          rowKey={({ duty: { id }, step }) => `${id} ${step}`}
          exportHref={linkTo(exportEscalations, { params: { siteId }, query: { scope: asked, language } })}
          onOpen={({ duty: { id } }) => setFilters({ duty: id })}
          filters={
            <Segmented
              aria-label={t(text.scope)}
              value={asked}
              onChange={(value) => setFilters({ scope: value })}
              options={[
                { value: "mine", label: t(text.mine) },
                { value: "open", label: t(text.stillOpen) },
                { value: "all", label: t(text.all) },
              ]}
            />
          }
          columns={[
            { key: "subject", title: t(text.subject), card: "heading", render: ({ duty: { subject } }) => subject.label },
            { key: "toldTo", title: t(text.toldTo), width: "160px", render: ({ target, role }) => t(role ? roleNames[role] : escalationTargets[target]) },
            { key: "toldAt", title: t(text.toldAt), width: "160px", render: ({ escalatedAt }) => shortMoment(escalatedAt) },
            { key: "due", title: t(text.due), width: "260px", render: ({ duty: row }) => <DueTime duty={row} /> },
            { key: "clause", title: t(text.clause), width: "220px", from: "medium", render: ({ duty: row }) => <ClauseLink clause={row.clause} name={row.name[language]} /> },
            { key: "owner", title: t(text.owner), width: "160px", from: "medium", render: ({ duty: row }) => <Owner duty={{ ...row, escalationStep: 0 }} /> },
          ]}
          empty={<EmptyTeaching title={t(text.noEscalations)}>{t(text.noEscalationsHint)}</EmptyTeaching>}
        />
        <Ladders siteId={siteId} />
      </div>
      <DutyDrawer siteId={siteId} dutyId={duty} onClose={() => setFilters({ duty: "" })} />
    </Page>
  );
}

function Ladders({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const { minutes } = useFormat();
  const may = useMay();
  const [edited, setEdited] = useState<Ladder | null>(null);
  const { data } = useQuery(query(getLadders, { params: { siteId } }));
  return (
    <>
      {data?.items.map((ladder) => (
        <Section
          key={ladder.standard}
          title={`${t(text.ladder)} · ${ladder.standard === "*" ? t(text.ladderForAll) : t(text.ladderFor, { standard: ladder.standard })}${ladder.isDefault ? ` · ${t(text.ladderDefault)}` : ""}`}
          actions={may(dutiesRights.arrange) && <Button onPress={() => setEdited(ladder)}>{t(text.editLadder)}</Button>}
        >
          <p className="tk-quiet">{t(text.ladderLead)}</p>
          <ol className="ladder">
            {ladder.rungs.map(({ to, afterMinutes }) => (
              <li key={`${to} ${afterMinutes}`}>
                <strong>{t(escalationTargets[to])}</strong>
                <span className="tk-quiet">{afterMinutes === 0 ? t(text.atOnce) : t(text.after, { span: minutes(afterMinutes) })}</span>
              </li>
            ))}
          </ol>
        </Section>
      ))}
      {edited && <LadderDrawer siteId={siteId} ladder={edited} onClose={() => setEdited(null)} />}
    </>
  );
}

function LadderDrawer({ siteId, ladder, onClose }: { readonly siteId: string; readonly ladder: Ladder; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const set = useCommand(setLadder, { onDone: onClose });
  return (
    <FormDrawer<{ rungs: { to: EscalationTarget; hours: number }[] }>
      title={t(text.editLadder)}
      open
      onClose={onClose}
      initial={{ rungs: ladder.rungs.map(({ to, afterMinutes }) => ({ to, hours: afterMinutes / 60 })) }}
      onSubmit={({ rungs }) =>
        set.mutate({
          params: { siteId, standard: ladder.standard },
          body: { rungs: rungs.map(({ to, hours }) => ({ to, afterMinutes: Math.round(hours * 60) })), version: ladder.version },
        })
      }
      isPending={set.isPending}
      error={set.error}
    >
      <Form.List name="rungs">
        {(rungs, { add, remove }) => (
          <>
            {rungs.map(({ key, name }) => (
              <div key={key} className="rung-row">
                <Form.Item name={[name, "to"]} label={t(text.toldTo)} rules={[{ required: true }]}>
                  <Select options={Object.entries(escalationTargets).map(([value, label]) => ({ value, label: t(label) }))} />
                </Form.Item>
                <Form.Item name={[name, "hours"]} label={t(text.afterMinutes)} rules={[{ required: true }]}>
                  <InputNumber min={0} max={1000} step={0.5} style={{ width: "100%" }} />
                </Form.Item>
                <Form.Item>
                  <Button onPress={() => remove(name)}>{t(text.removeRung)}</Button>
                </Form.Item>
              </div>
            ))}
            {rungs.length < 6 && <Button onPress={() => add({ to: "company", hours: 16 })}>{t(text.addRung)}</Button>}
          </>
        )}
      </Form.List>
    </FormDrawer>
  );
}

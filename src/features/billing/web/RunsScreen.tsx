import { useInfiniteQuery } from "@tanstack/react-query";
import { Checkbox, Modal, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { yuanText } from "#kernel/money.ts";
import { infinite, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useGo } from "#platform/web/navigation.tsx";
import { useSession, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { MonthInput } from "#ui/DayInput.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { listRuns, startRuns } from "../contract/runs.ts";
import { billingRights } from "../contract/rights.ts";
import { RunTag } from "./RunTag.tsx";
import { text } from "./text.ts";
import "./billing.css";

/** The run console: which month, which sites, try it or run it; and what was run before. For the company it begins with all its sites. */
export function RunsScreen({ siteId }: { readonly siteId?: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const own = useOwnSites();
  const runs = useInfiniteQuery(infinite(listRuns, { query: {} }));
  return (
    <Page title={t(text.runs)} lead={t(text.runsLead)}>
      {own.length > 0 && <StartForm own={own} first={siteId ? [siteId] : own.map(({ id }) => id)} />}
      <DataTable
        label={t(text.runs)}
        rows={runs}
        rowKey={({ id }) => id}
        href={({ id, siteId: at }) => `/sites/${at}/billing/runs/${id}`}
        empty={<EmptyTeaching title={t(text.noRuns)}>{t(text.noRunsHint)}</EmptyTeaching>}
        columns={[
          { key: "month", title: t(text.month), width: "110px", card: "heading", render: ({ month }) => format.month(month) },
          { key: "site", title: t(text.sites), render: ({ site }) => site },
          { key: "kind", title: t(text.kind), width: "90px", from: "medium", render: ({ isDryRun }) => t(isDryRun ? text.dryRun : text.real) },
          { key: "bills", title: t(text.bills_), width: "90px", align: "end", render: ({ bills }) => format.number(bills) },
          { key: "total", title: t(text.billedTotal), width: "150px", align: "end", render: ({ total }) => <span className="billing-money">{yuanText(total)}</span> },
          { key: "errors", title: t(text.errors), width: "90px", align: "end", from: "medium", render: ({ errors }) => format.number(errors) },
          { key: "at", title: t(text.at), width: "160px", from: "wide", render: ({ createdAt }) => format.moment(createdAt) },
          {
            key: "group",
            title: t(text.startedTogether),
            width: "130px",
            from: "wide",
            render: ({ groupId }) => <Link href={`/billing/run-groups/${groupId}`}>{t(text.seeGroup)}</Link>,
          },
          { key: "status", title: t(text.state), width: "120px", card: "mark", render: (run) => <RunTag status={run.status} /> },
        ]}
      />
    </Page>
  );
}

/** The sites at which the reader may issue bills. */
function useOwnSites() {
  const { sites } = useSession();
  return sites.filter(({ roles }) => roles.some((role) => billingRights.issue.roles.includes(role)));
}

function StartForm({ own, first }: { readonly own: ReturnType<typeof useOwnSites>; readonly first: readonly string[] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const go = useGo();
  const [month, setMonth] = useState(useToday().slice(0, 7));
  const [chosen, setChosen] = useState<readonly string[]>(first);
  const [sendsMail, setSendsMail] = useState(true);
  const [isAsking, setAsking] = useState(false);
  const start = useCommand(startRuns, {
    onDone: ({ runs: [run, ...others] }) => {
      setAsking(false);
      if (run) go(others.length === 0 ? `/sites/${run.siteId}/billing/runs/${run.id}` : `/billing/run-groups/${run.groupId}`);
    },
  });
  const run = (isDryRun: boolean) => start.mutate({ body: { groupId: newId(), month, siteIds: [...chosen], isDryRun, sendsMail } });
  const unless = chosen.length === 0 ? [{ sentence: t(text.noRunsHint) }] : [];
  return (
    <Section>
      <div className="billing-start">
        <label>
          {t(text.month)}
          <MonthInput aria-label={t(text.month)} value={month} onChange={setMonth} />
        </label>
        <label style={{ flex: "1 1 240px" }}>
          {t(text.sites)}
          <Select
            mode="multiple"
            aria-label={t(text.sites)}
            value={[...chosen]}
            onChange={(ids: string[]) => setChosen(ids)}
            options={own.map(({ id, name }) => ({ value: id, label: name }))}
            optionFilterProp="label"
          />
        </label>
        {own.length > 1 && (
          <Button unless={chosen.length === own.length ? [{ sentence: t(text.allChosen) }] : []} onPress={() => setChosen(own.map(({ id }) => id))}>
            {t(text.allSites)}
          </Button>
        )}
        <Button loading={start.isPending} unless={unless} onPress={() => run(true)}>
          {t(text.dryRun)}
        </Button>
        <Button type="primary" loading={start.isPending} unless={unless} onPress={() => setAsking(true)}>
          {t(text.start)}
        </Button>
      </div>
      <ProblemNote error={start.error} />
      <Modal
        title={t(text.run, { month: format.month(month) })}
        open={isAsking}
        onCancel={() => setAsking(false)}
        onOk={() => run(false)}
        okText={t(text.start)}
        confirmLoading={start.isPending}
      >
        <p>{t(text.confirmRun, { sites: chosen.length, month: format.month(month) })}</p>
        <Checkbox checked={sendsMail} onChange={({ target }) => setSendsMail(target.checked)}>
          {t(text.sendMail)}
        </Checkbox>
      </Modal>
    </Section>
  );
}

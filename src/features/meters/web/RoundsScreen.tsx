import { PlusOutlined } from "@ant-design/icons";
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { newId } from "#kernel/id.ts";
import { infinite, query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DataTable } from "#ui/DataTable.tsx";
import { DayInput, MonthInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Page } from "#ui/Page.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { addRoute, listRounds, listRoutes, metersRights, openRound, renameRoute } from "../contract.ts";
import { roundStates } from "../rules.ts";
import { text } from "./text.ts";
import "./meters.css";

/** Reading rounds, newest month first, with what is read, in time, photographed and waiting. */
export function RoundsScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayKeep = useMay()(metersRights.keep);
  const rounds = useInfiniteQuery(infinite(listRounds, { params: { siteId }, query: {} }));
  const [open, setOpen] = useState<"round" | "routes" | null>(null);
  return (
    <Page
      title={t(text.rounds)}
      lead={t(text.roundsLead)}
      actions={
        mayKeep && (
          <>
            <Button onPress={() => setOpen("routes")}>{t(text.routes)}</Button>
            <Button type="primary" icon={<PlusOutlined />} keys="n" onPress={() => setOpen("round")}>
              {t(text.openRound)}
            </Button>
          </>
        )
      }
    >
      <DataTable
        label={t(text.rounds)}
        rows={rounds}
        rowKey={({ id }) => id}
        href={({ id }) => href(`meters/rounds/${id}`)}
        empty={<EmptyTeaching title={t(text.noRounds)}>{t(text.noRoundsHint)}</EmptyTeaching>}
        columns={[
          { key: "route", title: t(text.route), card: "heading", render: ({ route }) => route },
          { key: "month", title: t(text.month), width: "110px", render: ({ month }) => format.month(month) },
          { key: "window", title: t(text.window), from: "medium", width: "230px", render: ({ fromDay, toDay }) => `${format.day(fromDay)} – ${format.day(toDay)}` },
          {
            key: "progress",
            title: t(text.progress),
            render: ({ read, meters }) => (
              <div className="tk-row">
                <div className="round-bar" aria-hidden="true">
                  <span style={{ width: `${meters === 0 ? 0 : (100 * read) / meters}%` }} />
                </div>
                {t(text.ofMeters, { read, meters })}
              </div>
            ),
          },
          { key: "waiting", title: t(text.waiting), align: "end", width: "90px", render: ({ waiting }) => (waiting > 0 ? waiting : "") },
          {
            key: "photos",
            title: t(text.photos),
            align: "end",
            from: "medium",
            width: "100px",
            render: ({ photos, byHand }) => (byHand > 0 ? format.percent(photos / byHand, 0) : ""),
          },
          {
            key: "state",
            title: t(text.state),
            width: "120px",
            card: "mark",
            render: ({ state }) => <StatusTag tone={state === "open" ? "open" : "good"}>{t(roundStates[state])}</StatusTag>,
          },
        ]}
      />
      {open === "round" && <OpenRoundDrawer siteId={siteId} onClose={() => setOpen(null)} />}
      {open === "routes" && <RoutesDrawer siteId={siteId} onClose={() => setOpen(null)} />}
    </Page>
  );
}

interface RoundValues {
  readonly routeId: string;
  readonly month: string;
  readonly fromDay: string;
  readonly toDay: string;
}

function OpenRoundDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = useToday();
  const routes = useQuery(query(listRoutes, { params: { siteId } })).data?.items ?? [];
  const open = useCommand(openRound, { onDone: onClose });
  const next = Temporal.PlainDate.from(today).add({ days: 1 }).toString();
  return (
    <FormDrawer<RoundValues>
      title={t(text.openRound)}
      open
      onClose={onClose}
      initial={{ month: today.slice(0, 7), fromDay: today, toDay: next }}
      onSubmit={(values) => open.mutate({ params: { siteId }, body: { id: newId(), ...values } })}
      isPending={open.isPending}
      error={open.error}
    >
      <Form.Item name="routeId" label={t(text.route)} rules={[{ required: true }]}>
        <Select options={routes.map(({ id, name, meters }) => ({ value: id, label: t(text.metersOn, { name, count: meters }) }))} />
      </Form.Item>
      <Form.Item name="month" label={t(text.month)} rules={[{ required: true }]}>
        <MonthInput />
      </Form.Item>
      <Form.Item name="fromDay" label={t(text.fromDay)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
      <Form.Item name="toDay" label={t(text.toDay)} rules={[{ required: true }]}>
        <DayInput />
      </Form.Item>
    </FormDrawer>
  );
}

/** The routes, each renamed in place, and a new one. */
function RoutesDrawer({ siteId, onClose }: { readonly siteId: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const routes = useQuery(query(listRoutes, { params: { siteId } })).data?.items ?? [];
  const [chosen, setChosen] = useState<string>("");
  const add = useCommand(addRoute, { onDone: onClose });
  const rename = useCommand(renameRoute, { onDone: onClose });
  const route = routes.find(({ id }) => id === chosen);
  const command = route ? rename : add;
  return (
    <FormDrawer<{ name: string }>
      title={t(text.routes)}
      open
      onClose={onClose}
      onSubmit={({ name }) =>
        route ? rename.mutate({ params: { siteId, routeId: route.id }, body: { name, version: route.version } }) : add.mutate({ params: { siteId }, body: { id: newId(), name } })
      }
      isPending={command.isPending}
      error={command.error}
    >
      <Form.Item label={t(text.route)}>
        <Select
          aria-label={t(text.route)}
          value={chosen}
          onChange={setChosen}
          options={[{ value: "", label: t(text.addRoute) }, ...routes.map(({ id, name, meters }) => ({ value: id as string, label: t(text.metersOn, { name, count: meters }) }))]}
        />
      </Form.Item>
      <Form.Item name="name" label={t(text.routeName)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
    </FormDrawer>
  );
}

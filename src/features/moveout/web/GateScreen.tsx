import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Input, InputNumber } from "antd";
import { useRef, useState } from "react";
import { infinite, query, type ReplyOf, upload, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useFilters } from "#platform/web/navigation.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { EmptyTeaching } from "#ui/states.tsx";
import { StatusTag } from "#ui/StatusTag.tsx";
import { checkAtGate, findSlip, listSlips, putGatePhoto } from "../contract.ts";
import { slipReasons, slipStates } from "../rules.ts";
import { text } from "./text.ts";
import "./moveout.css";

type Slip = ReplyOf<typeof findSlip>;

/** The guard's screen, for a phone: the slip by its code, each item counted, let pass or turned back. No slip, no exit. Manual 2.1.3-5. */
export function GateScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const today = useToday();
  const [filters, setFilters] = useFilters({ code: "" });
  const [typed, setTyped] = useState(filters.code);
  const found = useQuery({ ...query(findSlip, { params: { siteId, code: filters.code } }), enabled: filters.code.length >= 4, retry: false });
  const expected = useInfiniteQuery(infinite(listSlips, { params: { siteId }, query: { on: today, state: "approved", limit: 50 } }));
  return (
    <Page title={t(text.gate)} lead={t(text.gateLead)}>
      <div className="moveout-gate tk-stack">
        <form
          className="moveout-acts"
          onSubmit={(event) => {
            event.preventDefault();
            setFilters({ code: typed.replaceAll(/[^0-9A-Za-z]/g, "").toUpperCase() });
          }}
        >
          <Input
            aria-label={t(text.code)}
            placeholder={t(text.code)}
            size="large"
            value={typed}
            maxLength={12}
            autoCapitalize="characters"
            onChange={(event) => setTyped(event.target.value)}
            style={{ maxWidth: 260 }}
          />
          <Button type="primary" size="large" htmlType="submit">
            {t(text.find)}
          </Button>
        </form>
        <ProblemNote error={found.error} />
        {found.data && <Check key={found.data.id} siteId={siteId} slip={found.data} />}
        <Section title={t(text.todays)}>
          {expected.data?.length === 0 && <EmptyTeaching title={t(text.noneToday)} />}
          <ul className="moveout-lines">
            {expected.data?.map(({ id, no, code, tenant, plate, items }) => (
              <li key={id}>
                <Button
                  type="link"
                  onPress={() => {
                    setTyped(code);
                    setFilters({ code });
                  }}
                >
                  {no}
                </Button>{" "}
                {tenant} · {plate} · {items.map(({ name, quantity }) => `${name} × ${quantity}`).join("、")}
              </li>
            ))}
          </ul>
        </Section>
      </div>
    </Page>
  );
}

function Check({ siteId, slip }: { readonly siteId: string; readonly slip: Slip }) {
  const { t } = useLanguage();
  const format = useFormat();
  const [counts, setCounts] = useState<Readonly<Record<number, number | null>>>({});
  const [note, setNote] = useState("");
  const [failure, setFailure] = useState<unknown>(null);
  const [hasPhoto, setHasPhoto] = useState(false);
  const chooser = useRef<HTMLInputElement>(null);
  const check = useCommand(checkAtGate);
  const seen = slip.items.flatMap(({ position }) => (counts[position] === undefined || counts[position] === null ? [] : [{ position, count: counts[position] }]));
  const send = (isMatched: boolean) => check.mutate({ params: { siteId, slipId: slip.id }, body: { isMatched, seen, note } });

  async function takePhoto(photo: File): Promise<void> {
    setFailure(null);
    try {
      await upload(putGatePhoto, { params: { siteId, slipId: slip.id }, body: photo }, () => {});
      setHasPhoto(true);
    } catch (error) {
      setFailure(error);
    }
  }

  return (
    <Section title={`${slip.no} · ${slip.tenant}`}>
      <p>
        <StatusTag tone={slip.state === "approved" ? "open" : slip.state === "passed" ? "good" : "late"}>{t(slipStates[slip.state])}</StatusTag> {t(slipReasons[slip.reason])} ·{" "}
        {slip.place} · {format.day(slip.passesOn)}
      </p>
      <p>
        {slip.carrierName} {slip.carrierPhone} {slip.idLast4 && `*${slip.idLast4}`} {slip.plate}
      </p>
      <div className="moveout-items">
        {slip.items.map(({ position, name, quantity, note: said, seen: was }) => (
          <div key={position} className="moveout-item">
            <span>
              {name} × {quantity} <span className="tk-quiet">{said}</span>
            </span>
            {slip.state === "approved" ? (
              <InputNumber
                aria-label={t(text.counted, { name, quantity })}
                size="large"
                min={0}
                precision={0}
                value={counts[position] ?? null}
                onChange={(value) => setCounts({ ...counts, [position]: value })}
                style={{ width: "100%" }}
              />
            ) : (
              <span>{was ?? ""}</span>
            )}
          </div>
        ))}
      </div>
      {slip.gate && (
        <p>
          {t(text.atGate, { name: slip.gate.guardName, at: format.moment(slip.gate.at) })} {slip.gate.note}
        </p>
      )}
      {slip.state === "approved" && (
        <>
          <Input.TextArea aria-label={t(text.gateNote)} placeholder={t(text.gateNote)} rows={2} maxLength={500} value={note} onChange={(event) => setNote(event.target.value)} />
          <input
            ref={chooser}
            type="file"
            accept="image/*"
            capture="environment"
            hidden
            aria-label={t(text.photo)}
            onChange={(event) => {
              const [photo] = event.target.files ?? [];
              if (photo) void takePhoto(photo);
              event.target.value = "";
            }}
          />
          <ProblemNote error={failure ?? check.error} />
          <div className="moveout-acts" style={{ marginBlockStart: 12 }}>
            <Button size="large" onPress={() => chooser.current?.click()}>
              {t(hasPhoto ? text.photoTaken : text.photo)}
            </Button>
            <Button size="large" type="primary" loading={check.isPending} onPress={() => send(true)}>
              {t(text.passes)}
            </Button>
            <Button size="large" danger loading={check.isPending} onPress={() => send(false)}>
              {t(text.turnBack)}
            </Button>
          </div>
        </>
      )}
    </Section>
  );
}

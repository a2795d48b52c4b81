import { useState, type DragEvent } from "react";
import { useCommand, type ReplyOf } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { type leadBoard, moveLead } from "../../contract/leads.ts";
import { tenantsRights } from "../../contract/rights.ts";
import { leadSources, leadStages, openStages, type OpenStage } from "../../rules/leads.ts";
import { isLate, type LeadReply, nameOf, useNeed } from "./say.ts";
import { text } from "./text.ts";

type Columns = ReplyOf<typeof leadBoard>["columns"];

/** The columns of open leads; a card is dragged to another column, or sent there from the list at its foot. */
export function Board({ siteId, columns }: { readonly siteId: string; readonly columns: Columns }) {
  const { t } = useLanguage();
  const href = useHref();
  const mayMove = useMay()(tenantsRights.workLeads);
  const move = useCommand(moveLead);
  const [over, setOver] = useState<OpenStage | null>(null);
  const cards = new Map(columns.flatMap(({ leads }) => leads.map((lead) => [lead.id as string, lead] as const)));
  const moveTo = (lead: LeadReply | undefined, stage: OpenStage) => {
    if (lead && lead.stage !== stage) move.mutate({ params: { siteId, leadId: lead.id }, body: { stage, version: lead.version } });
  };
  const drop = (event: DragEvent, stage: OpenStage) => {
    event.preventDefault();
    setOver(null);
    moveTo(cards.get(event.dataTransfer.getData("text/plain")), stage);
  };
  return (
    <>
      <ProblemNote error={move.error} onClose={() => move.reset()} />
      <div className="lead-board">
        {columns.map(({ stage, count, leads }) => (
          <section
            key={stage}
            aria-label={t(leadStages[stage])}
            className={`lead-column ${over === stage ? "lead-column-over" : ""}`}
            onDragOver={(event) => {
              event.preventDefault();
              setOver(stage);
            }}
            onDragLeave={() => setOver((known) => (known === stage ? null : known))}
            onDrop={(event) => drop(event, stage)}
          >
            <h2>
              {t(leadStages[stage])}
              <span className="tk-quiet">{count}</span>
            </h2>
            {leads.length === 0 && <p className="tk-quiet">{t(text.emptyColumn)}</p>}
            {leads.length > 0 && (
              <ul>
                {leads.map((lead) => (
                  <Card key={lead.id} lead={lead} {...(mayMove ? { onMove: (to: OpenStage) => moveTo(lead, to) } : {})} />
                ))}
              </ul>
            )}
            {count > leads.length && <Link href={href("tenants/leads?view=list")}>{t(text.more, { count: count - leads.length })}</Link>}
          </section>
        ))}
      </div>
    </>
  );
}

function Card({ lead, onMove }: { readonly lead: LeadReply; readonly onMove?: (stage: OpenStage) => void }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const need = useNeed();
  const late = isLate(lead, useToday());
  return (
    <li
      className={`lead-card ${late ? "lead-card-late" : ""}`}
      draggable={onMove !== undefined}
      onDragStart={(event) => {
        event.dataTransfer.setData("text/plain", lead.id);
        event.dataTransfer.effectAllowed = "move";
      }}
    >
      <Link href={href(`tenants/leads/${lead.id}`)} draggable={false}>
        {nameOf(lead)}
      </Link>
      <p>
        {lead.company ? `${lead.contactName} · ` : ""}
        {t(leadSources[lead.source])}
      </p>
      <p className="tk-quiet">{need(lead)}</p>
      <p className={late ? "lead-late" : ""}>
        {lead.nextOn ? t(text.nextStepBy, { on: format.day(lead.nextOn), what: lead.nextStep }) : t(text.receivedAt, { at: format.shortMoment(lead.receivedAt) })}
      </p>
      <footer>
        <span className="tk-quiet">{lead.ownerName}</span>
        {onMove && (
          <select className="lead-move" aria-label={`${t(text.moveTo)} ${nameOf(lead)}`} value={lead.stage} onChange={(event) => onMove(event.target.value as OpenStage)}>
            {openStages.map((stage) => (
              <option key={stage} value={stage}>
                {t(leadStages[stage])}
              </option>
            ))}
          </select>
        )}
      </footer>
    </li>
  );
}

import { useSuspenseQuery } from "@tanstack/react-query";
import { Form, Input, Select } from "antd";
import { useState } from "react";
import { fen, yuanText } from "#kernel/money.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Link, useHref } from "#platform/web/navigation.tsx";
import { Parts } from "#platform/web/parts.tsx";
import { useMay } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { ConfirmWithReason } from "#ui/ConfirmWithReason.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { Facts, Page } from "#ui/Page.tsx";
import { extendLetter, getLetter, issueLetter, withdrawLetter } from "../../contract/letters.ts";
import { leasingRights } from "../../contract/rights.ts";
import { priceUnits } from "../../rules/terms.ts";
import { type LetterReply, LetterTag } from "./LetterTable.tsx";
import { text } from "./text.ts";

/** A letter of intent: what is intended, until when its units are kept, its document. */
export function LetterScreen({ siteId, letterId }: { readonly siteId: string; readonly letterId: string }) {
  const { t } = useLanguage();
  const format = useFormat();
  const href = useHref();
  const mayEdit = useMay()(leasingRights.edit);
  const letter = useSuspenseQuery(query(getLetter, { params: { siteId, letterId } })).data;
  const [act, setAct] = useState<"extend" | "withdraw" | "issue" | null>(null);
  const withdraw = useCommand(withdrawLetter, { onDone: () => setAct(null) });
  const close = () => setAct(null);
  return (
    <Page
      title={letter.letterNo}
      mark={<LetterTag state={letter.state} />}
      lead={t(text.heldFor, { party: letter.partyName, until: format.day(letter.heldUntil) })}
      crumbs={[{ label: t(text.letters), href: href("leasing/letters") }, { label: letter.letterNo }]}
      actions={
        mayEdit &&
        letter.state === "open" && (
          <>
            <Button type="primary" onPress={() => setAct("issue")}>
              {t(letter.documentId ? text.issueAgain : text.issue)}
            </Button>
            <Button onPress={() => setAct("extend")}>{t(text.extend)}</Button>
            <Button onPress={() => setAct("withdraw")}>{t(text.withdraw)}</Button>
          </>
        )
      }
    >
      <Facts
        facts={[
          {
            label: t(text.party),
            value: <Link href={href(letter.tenantId ? `tenants/${letter.tenantId}` : `tenants/leads/${letter.leadId}`)}>{letter.partyName}</Link>,
          },
          {
            label: t(text.units),
            value: letter.units.map(({ unitId, place, areaCenti }) => (
              <div key={unitId}>
                <Link href={href(`sites/units/${unitId}`)}>{place}</Link> {t(text.area, { area: format.number(areaCenti / 100, 2) })}
              </div>
            )),
          },
          { label: t(text.heldUntil), value: format.day(letter.heldUntil) },
          { label: t(text.term), value: t(text.termDays, { from: format.day(letter.leaseStart), to: format.day(letter.leaseEnd) }) },
          { label: t(text.rent), value: `${letter.price} ${t(priceUnits[letter.priceUnit])}` },
          { label: t(text.contractPrice), value: yuanText(fen(letter.contractPrice)) },
          { label: t(text.earnest), value: yuanText(fen(letter.earnestMoney)) },
          { label: t(text.officer), value: `${letter.createdByName} ${format.shortMoment(letter.createdAt)}` },
          { label: t(text.notes), value: letter.notes || "—" },
          ...(letter.endReason ? [{ label: t(text.endReason), value: letter.endReason }] : []),
        ]}
      />
      <Parts place="letter" props={{ siteId, subject: { kind: "letter", id: letterId } }} />
      {act === "extend" && <ExtendDrawer siteId={siteId} letter={letter} onClose={close} />}
      {act === "issue" && <IssueDrawer siteId={siteId} letter={letter} onClose={close} />}
      <ConfirmWithReason
        title={t(text.withdrawTitle)}
        open={act === "withdraw"}
        onClose={close}
        onConfirm={(reason) => withdraw.mutate({ params: { siteId, letterId }, body: { reason, version: letter.version } })}
        isPending={withdraw.isPending}
        error={withdraw.error}
        confirm={text.withdraw}
      />
    </Page>
  );
}

interface ActProps {
  readonly siteId: string;
  readonly letter: LetterReply;
  readonly onClose: () => void;
}

function ExtendDrawer({ siteId, letter, onClose }: ActProps) {
  const { t } = useLanguage();
  const extend = useCommand(extendLetter, { onDone: onClose });
  return (
    <FormDrawer<{ until: string; reason: string }>
      title={t(text.extend)}
      open
      onClose={onClose}
      initial={{ until: Temporal.PlainDate.from(letter.heldUntil).add({ days: 7 }).toString() }}
      submit={text.extend}
      onSubmit={(body) => extend.mutate({ params: { siteId, letterId: letter.id }, body: { ...body, version: letter.version } })}
      isPending={extend.isPending}
      error={extend.error}
    >
      <Form.Item name="until" label={t(text.extendUntil)} rules={[{ required: true }]}>
        <DayInput min={letter.heldUntil} />
      </Form.Item>
      <Form.Item name="reason" label={t(text.reason)} rules={[{ required: true, whitespace: true }]}>
        <Input.TextArea rows={3} maxLength={500} />
      </Form.Item>
    </FormDrawer>
  );
}

function IssueDrawer({ siteId, letter, onClose }: ActProps) {
  const { t } = useLanguage();
  const issue = useCommand(issueLetter, { onDone: onClose, also: ["documents"] });
  return (
    <FormDrawer<{ language: "zh" | "en" | "both" }>
      title={t(letter.documentId ? text.issueAgain : text.issue)}
      open
      onClose={onClose}
      initial={{ language: "zh" }}
      submit={text.issue}
      onSubmit={({ language }) => issue.mutate({ params: { siteId, letterId: letter.id }, body: { language, version: letter.version } })}
      isPending={issue.isPending}
      error={issue.error}
    >
      <Form.Item name="language" label={t(text.language)}>
        <Select options={(["zh", "en", "both"] as const).map((value) => ({ value, label: t(text[value]) }))} />
      </Form.Item>
    </FormDrawer>
  );
}

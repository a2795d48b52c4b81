import { useQuery, useQueryClient } from "@tanstack/react-query";
import { Form, Input, Segmented, Select, type InputRef } from "antd";
import { useDeferredValue, useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { momentFrom } from "#platform/web/moments.ts";
import { Link, useGo, useHref } from "#platform/web/navigation.tsx";
import { useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { CommandForm } from "#ui/FormDrawer.tsx";
import { Page, Section } from "#ui/Page.tsx";
import { useToast } from "#ui/toast.tsx";
import { findDuplicates, getCustomer, takeCase } from "../contract.ts";
import {
  type Attribution,
  attributionNames,
  type CaseKind,
  type Category,
  categoryNames,
  type Channel,
  channelNames,
  kindNames,
  type Means,
  meansNames,
  type Severity,
  severityNames,
} from "../rules/lists.ts";
import { CaseTable } from "./CaseTable.tsx";
import { type Finding, Finder } from "./Finder.tsx";
import { type Moment, MomentPicker } from "./MomentPicker.tsx";
import "./service.css";
import { text } from "./text.ts";

interface TakeValues {
  readonly channel: Channel;
  readonly kind: CaseKind;
  readonly severity: Severity;
  readonly attributable: Attribution;
  readonly category: Category;
  readonly receivedAt?: Moment;
  readonly customerName?: string;
  readonly contactId?: string;
  readonly contactName?: string;
  readonly contactPhone?: string;
  readonly contactEmail?: string;
  readonly unitId?: string;
  readonly place?: string;
  readonly matter?: string;
  readonly title?: string;
  readonly how: "promise" | "answer" | "standard";
  readonly promisedAt?: Moment;
  readonly answerWords?: string;
  readonly means?: Means;
}

const fresh: Partial<TakeValues> = { channel: "phone", kind: "complaint", severity: "ordinary", attributable: "undecided", category: "other", how: "standard", means: "phone" };

/** One screen from the ringing phone to a registered contact: choose who, say what, promise when. */
export function TakeCaseScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const zone = useZone();
  const toast = useToast();
  const client = useQueryClient();
  const [form] = Form.useForm<TakeValues>();
  const [tenantId, setTenantId] = useState<string | null>(null);
  // The id is made before the first try, so that sending twice registers once.
  const [id, setId] = useState(() => newId<"case">());
  const [again, setAgain] = useState(false);
  const [draft, setDraft] = useState<Partial<TakeValues>>(fresh);
  const matter = useRef<InputRef>(null);
  const { data: customer } = useQuery({ ...query(getCustomer, { params: { siteId, tenantId: tenantId ?? "" } }), enabled: tenantId !== null });
  const take = useCommand(takeCase, {
    onDone: ({ id: caseId, caseNo }) => {
      toast(t(text.taken, { caseNo }));
      if (!again) return go(href(`service/cases/${caseId}`));
      form.resetFields();
      setDraft(fresh);
      setTenantId(null);
      setId(newId());
    },
  });

  async function choose(finding: Finding): Promise<void> {
    if (finding.kind === "case") return go(href(`service/cases/${finding.id}`));
    setTenantId(finding.tenantId);
    const known = finding.tenantId ? await client.ensureQueryData(query(getCustomer, { params: { siteId, tenantId: finding.tenantId } })) : undefined;
    // Where a company has one contact or one unit, that is who and where.
    const onlyContact = known?.contacts.length === 1 ? known.contacts[0] : undefined;
    const onlyUnit = known?.units.length === 1 ? known.units[0] : undefined;
    const contactId = finding.contactId ?? onlyContact?.id;
    const chosen = { contactId, contactPhone: finding.phone ?? onlyContact?.phone, unitId: finding.unitId ?? onlyUnit?.id } as Partial<TakeValues>;
    form.setFieldsValue(chosen);
    setDraft((before) => ({ ...before, ...chosen }));
    setTimeout(() => (contactId || !known ? matter.current?.focus() : form.focusField("contactId")), 0);
  }

  function submit(values: TakeValues): void {
    const { how, promisedAt, answerWords = "", means = "phone", receivedAt, contactId, unitId, ...rest } = values;
    const contact = customer?.contacts.find((known) => known.id === contactId);
    take.mutate({
      params: { siteId },
      body: {
        ...rest,
        id,
        tenantId,
        contactId: contactId ?? null,
        contactName: rest.contactName || contact?.name || "",
        contactPhone: rest.contactPhone || contact?.phone || "",
        contactEmail: rest.contactEmail || contact?.email || "",
        unitId: unitId ?? null,
        ...(receivedAt ? { receivedAt: momentFrom(receivedAt, zone) } : {}),
        promisedAt: how === "promise" && promisedAt ? momentFrom(promisedAt, zone) : null,
        answer: how === "answer" ? { words: answerWords, means } : null,
      },
    });
  }

  return (
    <Page title={t(text.take)} lead={t(text.takeLead)} crumbs={[{ label: t(text.cases), href: href("service/cases") }, { label: t(text.take) }]}>
      <div className="take">
        <CommandForm<TakeValues>
          form={form}
          initial={fresh}
          onChange={setDraft}
          onSubmit={submit}
          isPending={take.isPending}
          error={take.error}
          submit={text.save}
          fieldNames={{ "answer.words": "answerWords", "answer.means": "means" }}
        >
          <Form.Item name="channel" label={t(text.channel)}>
            <Segmented block options={Object.entries(channelNames).map(([value, label]) => ({ value, label: t(label) }))} />
          </Form.Item>
          {customer ? (
            <div className="take-chosen">
              <span>
                {t(text.customer)}: <strong>{customer.name}</strong>
              </span>
              <Button size="small" onPress={() => setTenantId(null)}>
                {t(text.notTenant)}
              </Button>
            </div>
          ) : (
            <div className="take-pair">
              <Form.Item label={t(text.who)} help={t(text.findHint)}>
                <Finder siteId={siteId} onChoose={(finding) => void choose(finding)} autoFocus allowText={(typed) => form.setFieldsValue({ customerName: typed })} />
              </Form.Item>
              <Form.Item name="customerName" label={t(text.customerName)}>
                <Input maxLength={200} />
              </Form.Item>
            </div>
          )}
          <div className="take-three">
            {customer && customer.contacts.length > 0 && (
              <Form.Item name="contactId" label={t(text.contact)}>
                <Select
                  allowClear
                  showSearch={{ optionFilterProp: "label" }}
                  options={customer.contacts.map(({ id: value, name, post, phone }) => ({ value, label: [name, post, phone].filter(Boolean).join(" · ") }))}
                />
              </Form.Item>
            )}
            {!draft.contactId && (
              <Form.Item name="contactName" label={t(text.contact)}>
                <Input maxLength={100} />
              </Form.Item>
            )}
            <Form.Item name="contactPhone" label={t(text.contactPhone)}>
              <Input maxLength={50} inputMode="tel" />
            </Form.Item>
            {customer && customer.units.length > 0 && (
              <Form.Item name="unitId" label={t(text.unit)}>
                <Select allowClear options={customer.units.map(({ id: value, place }) => ({ value, label: place }))} />
              </Form.Item>
            )}
            {!draft.unitId && (
              <Form.Item name="place" label={t(text.placeWords)}>
                <Input maxLength={200} placeholder={t(text.placeHint)} />
              </Form.Item>
            )}
          </div>
          <Form.Item name="matter" label={t(text.matter)} required>
            <Input.TextArea ref={matter as never} rows={3} maxLength={5000} placeholder={t(text.matterHint)} />
          </Form.Item>
          <div className="take-three">
            <Form.Item name="kind" label={t(text.kind)}>
              <Segmented block options={Object.entries(kindNames).map(([value, label]) => ({ value, label: t(label) }))} />
            </Form.Item>
            <Form.Item name="category" label={t(text.category)}>
              <Select showSearch={{ optionFilterProp: "label" }} options={Object.entries(categoryNames).map(([value, label]) => ({ value, label: t(label) }))} />
            </Form.Item>
            {draft.kind === "complaint" && (
              <Form.Item name="severity" label={t(text.severity)}>
                <Segmented block options={Object.entries(severityNames).map(([value, label]) => ({ value, label: t(label) }))} />
              </Form.Item>
            )}
          </div>
          <Form.Item name="how" label={t(text.how)}>
            <Segmented
              options={[
                { value: "standard", label: t(text.noPromise) },
                { value: "promise", label: t(text.promiseLater) },
                { value: "answer", label: t(text.answerNow) },
              ]}
            />
          </Form.Item>
          {draft.how === "promise" && (
            <Form.Item name="promisedAt" label={t(text.promisedAt)} rules={[{ required: true }]}>
              <MomentPicker quick />
            </Form.Item>
          )}
          {draft.how === "answer" && (
            <>
              <Form.Item name="answerWords" label={t(text.answerWords)} required>
                <Input.TextArea rows={3} maxLength={5000} />
              </Form.Item>
              <Form.Item name="means" label={t(text.means)}>
                <Select options={Object.entries(meansNames).map(([value, label]) => ({ value, label: t(label) }))} />
              </Form.Item>
            </>
          )}
          <details className="take-more">
            <summary>{t(text.moreFacts)}</summary>
            <div className="take-pair">
              <Form.Item name="title" label={t(text.title)}>
                <Input maxLength={200} placeholder={t(text.titleHint)} />
              </Form.Item>
              <Form.Item name="receivedAt" label={t(text.receivedAt)}>
                <MomentPicker placeholder={t(text.now)} past />
              </Form.Item>
              <Form.Item name="contactEmail" label={t(text.contactEmail)}>
                <Input maxLength={200} inputMode="email" />
              </Form.Item>
              {draft.kind === "complaint" && (
                <Form.Item name="attributable" label={t(text.attributable)}>
                  <Select options={Object.entries(attributionNames).map(([value, label]) => ({ value, label: t(label) }))} />
                </Form.Item>
              )}
            </div>
          </details>
          <label className="take-quick">
            <input type="checkbox" checked={again} onChange={(event) => setAgain(event.target.checked)} /> {t(text.next)}
          </label>
        </CommandForm>
        <aside>
          {customer && (
            <Section title={t(text.openCases)}>{customer.openCases.length === 0 ? <p>{t(text.noOpenCases)}</p> : <CaseTable rows={customer.openCases} brief />}</Section>
          )}
          <Duplicates siteId={siteId} tenantId={tenantId} unitId={draft.unitId ?? null} matter={draft.matter ?? ""} />
        </aside>
      </div>
    </Page>
  );
}

function Duplicates({ siteId, tenantId, unitId, matter }: { readonly siteId: string; readonly tenantId: string | null; readonly unitId: string | null; readonly matter: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const wanted = useDeferredValue(matter.trim().slice(0, 120));
  const enabled = wanted.length >= 2 && (tenantId !== null || unitId !== null);
  const { data } = useQuery({
    ...query(findDuplicates, { params: { siteId }, query: { ...(tenantId ? { tenantId } : {}), ...(unitId ? { unitId } : {}), text: wanted } }),
    enabled,
  });
  if (!enabled || !data || data.items.length === 0) return null;
  return (
    <Section title={t(text.duplicates)}>
      <p>{t(text.duplicatesHint)}</p>
      <ul className="bars">
        {data.items.slice(0, 5).map(({ id, caseNo, title }) => (
          <li key={id}>
            <Link href={href(`service/cases/${id}`)} style={{ display: "block" }}>
              {caseNo} · {title}
            </Link>
          </li>
        ))}
      </ul>
    </Section>
  );
}

import { useQuery } from "@tanstack/react-query";
import { Button, Form, Radio, Space } from "antd-mobile";
import { useRef, useState } from "react";
import { newId } from "#kernel/id.ts";
import { query, upload, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useGo, useHref } from "#platform/web/navigation.tsx";
import { MobilePage, ProblemNote } from "#ui/mobile/index.ts";
import { attachOwn, listOwnUnits, reportCase } from "../../contract/portal.ts";
import { type CaseKind, categoryNames, type Category, kindNames } from "../../rules/lists.ts";
import { text } from "../text.ts";
import { portalText } from "./text.ts";
import { Lines } from "./Lines.tsx";
import "./portal.css";

/** Reporting a matter: what, where, photos, done. */
export function PortalReportScreen({ siteId }: { readonly siteId: string }) {
  const { t } = useLanguage();
  const href = useHref();
  const go = useGo();
  const [kind, setKind] = useState<CaseKind>("complaint");
  const [matter, setMatter] = useState("");
  const [category, setCategory] = useState<Category>("other");
  const [unitId, setUnitId] = useState<string>("");
  const [place, setPlace] = useState("");
  const [photos, setPhotos] = useState<readonly File[]>([]);
  const [isSending, setSending] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const chooser = useRef<HTMLInputElement>(null);
  // Made before the first try: a second try after a lost answer reports once.
  const [id] = useState(() => newId<"case">());
  const { data: units } = useQuery(query(listOwnUnits, { params: { siteId } }));
  const report = useCommand(reportCase);

  async function send(): Promise<void> {
    setSending(true);
    setFailure(null);
    try {
      await report.mutateAsync({ params: { siteId }, body: { id, kind, category, matter, unitId: unitId || null, place: unitId ? "" : place } });
      for (const photo of photos) await upload(attachOwn, { params: { siteId, caseId: id }, body: photo }, () => {});
      go(href(`service/cases/${id}`));
    } catch (error) {
      setFailure(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <MobilePage title={t(portalText.report)}>
      <Form
        layout="vertical"
        footer={
          <Button block color="primary" size="large" loading={isSending} onClick={() => void send()}>
            {t(portalText.send)}
          </Button>
        }
      >
        <Form.Item label={t(text.kind)}>
          <Radio.Group value={kind} onChange={(value) => setKind(value as CaseKind)}>
            <Space>
              {Object.entries(kindNames).map(([value, label]) => (
                <Radio key={value} value={value}>
                  {t(label)}
                </Radio>
              ))}
            </Space>
          </Radio.Group>
        </Form.Item>
        <Form.Item label={t(portalText.what)}>
          <Lines label={t(portalText.what)} value={matter} onChange={setMatter} rows={4} maxLength={5000} placeholder={t(portalText.whatHint)} />
        </Form.Item>
        <Form.Item label={t(text.category)}>
          <select className="portal-select" aria-label={t(text.category)} value={category} onChange={(event) => setCategory(event.target.value as Category)}>
            {Object.entries(categoryNames).map(([value, label]) => (
              <option key={value} value={value}>
                {t(label)}
              </option>
            ))}
          </select>
        </Form.Item>
        <Form.Item label={t(portalText.where)}>
          <select className="portal-select" aria-label={t(portalText.where)} value={unitId} onChange={(event) => setUnitId(event.target.value)}>
            <option value="">{t(portalText.otherPlace)}</option>
            {units?.items.map((unit) => (
              <option key={unit.id} value={unit.id}>
                {unit.place}
              </option>
            ))}
          </select>
          {!unitId && (
            <input
              aria-label={t(text.placeWords)}
              value={place}
              onChange={(event) => setPlace(event.target.value)}
              maxLength={200}
              placeholder={t(text.placeHint)}
              className="portal-lines portal-place"
            />
          )}
        </Form.Item>
        <Form.Item label={t(portalText.photos)}>
          <input
            ref={chooser}
            type="file"
            accept="image/*"
            multiple
            hidden
            onChange={(event) => {
              setPhotos([...photos, ...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <ul className="portal-photos">
            {photos.map((photo, index) => (
              <li key={index}>{photo.name}</li>
            ))}
          </ul>
          <Button size="small" onClick={() => chooser.current?.click()}>
            {t(portalText.addPhoto)}
          </Button>
        </Form.Item>
      </Form>
      <ProblemNote error={failure} />
    </MobilePage>
  );
}

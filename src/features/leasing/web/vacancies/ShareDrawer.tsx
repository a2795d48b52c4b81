import { Checkbox, Form, Input, Modal } from "antd";
import { newId } from "#kernel/id.ts";
import { linkTo, useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { useToast } from "#ui/toast.tsx";
import { printVacancyList, shareVacancies } from "../../contract/vacancies.ts";
import { longestShareDays } from "../../rules/vacancies.ts";
import { text } from "./text.ts";

interface ShareValues {
  readonly title: string;
  readonly note?: string;
  readonly until: string;
  readonly withPrices: boolean;
  readonly phone?: string;
}

/** Makes a list of chosen units with a link that ends; the link is shown this once. */
export function ShareDrawer({ siteId, unitIds, by, onClose }: { readonly siteId: string; readonly unitIds: readonly string[]; readonly by: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const today = Temporal.PlainDate.from(useToday());
  const share = useCommand(shareVacancies);
  if (share.data) return <LinkShown siteId={siteId} listId={share.data.list.id} link={`${window.location.origin}${share.data.path}`} onClose={onClose} />;
  return (
    <FormDrawer<ShareValues>
      title={t(text.shareTitle)}
      open
      onClose={onClose}
      submit={text.make}
      initial={{ title: t(text.defaultTitle), until: today.add({ days: 14 }).toString(), withPrices: true }}
      onSubmit={({ title, note = "", until, withPrices, phone = "" }) =>
        share.mutate({ params: { siteId }, body: { id: newId(), title, note, unitIds: [...unitIds], by, until, withPrices, contactPhone: phone } })
      }
      isPending={share.isPending}
      error={share.error}
      fieldNames={{ contactPhone: "phone" }}
    >
      <p className="tk-quiet">{t(text.chosen, { count: unitIds.length })}</p>
      <Form.Item name="title" label={t(text.title)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={120} />
      </Form.Item>
      <Form.Item name="until" label={t(text.until)} rules={[{ required: true }]}>
        <DayInput min={today.add({ days: 1 }).toString()} max={today.add({ days: longestShareDays }).toString()} />
      </Form.Item>
      <Form.Item name="phone" label={t(text.phone)}>
        <Input maxLength={40} inputMode="tel" />
      </Form.Item>
      <Form.Item name="note" label={t(text.note)}>
        <Input.TextArea rows={3} maxLength={1000} />
      </Form.Item>
      <Form.Item name="withPrices" valuePropName="checked">
        <Checkbox>{t(text.withPrices)}</Checkbox>
      </Form.Item>
    </FormDrawer>
  );
}

function LinkShown({ siteId, listId, link, onClose }: { readonly siteId: string; readonly listId: string; readonly link: string; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const toast = useToast();
  const copy = async () => {
    await navigator.clipboard.writeText(link);
    toast(t(text.copied));
  };
  return (
    <Modal title={t(text.linkMade)} open onCancel={onClose} footer={null}>
      <Input.TextArea aria-label={t(text.linkMade)} readOnly value={link} autoSize onFocus={(event) => event.target.select()} />
      <div className="tk-form-foot">
        <Button type="primary" onPress={() => void copy()}>
          {t(text.copy)}
        </Button>
        <a href={link} target="_blank" rel="noreferrer">
          {t(text.openPage)}
        </a>
        <a href={linkTo(printVacancyList, { params: { siteId, listId }, query: {} })} download>
          {t(text.pdf)}
        </a>
      </div>
    </Modal>
  );
}

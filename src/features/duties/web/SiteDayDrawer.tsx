import { Form, Input, Radio } from "antd";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "#ui/Button.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { ProblemNote } from "#ui/ProblemNote.tsx";
import { clearSiteDay, setSiteDay } from "../contract.ts";
import type { NamedDayReply } from "./CalendarScreen.tsx";
import { readSpans, writeSpans } from "./spans.ts";
import { text } from "./text.ts";

interface DayValues {
  readonly isOffDay: boolean;
  readonly name: string;
  readonly spans?: string;
}

/** Makes one day off, or worked, at this site alone. */
export function SiteDayDrawer({
  siteId,
  date,
  known,
  onClose,
}: {
  readonly siteId: string;
  readonly date: string;
  readonly known: NamedDayReply | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useLanguage();
  const set = useCommand(setSiteDay, { onDone: onClose });
  const clear = useCommand(clearSiteDay, { onDone: onClose });
  const own = known?.isSiteDay ? known : undefined;
  return (
    <FormDrawer<DayValues>
      title={t(text.siteDay, { date })}
      open
      onClose={onClose}
      initial={own ? { isOffDay: own.isOffDay, name: own.name, spans: own.spans ? writeSpans(own.spans) : "" } : { isOffDay: !known?.isOffDay, name: "", spans: "" }}
      onSubmit={({ isOffDay, name, spans = "" }) =>
        set.mutate({ params: { siteId, date }, body: { isOffDay, name, spans: isOffDay || spans.trim() === "" ? null : (readSpans(spans) ?? null) } })
      }
      isPending={set.isPending}
      error={set.error}
    >
      <p className="tk-quiet">{t(text.recountHint)}</p>
      <Form.Item name="isOffDay" label={t(text.dayKind)} rules={[{ required: true }]}>
        <Radio.Group
          options={[
            { value: true, label: t(text.isOff) },
            { value: false, label: t(text.isWorked) },
          ]}
        />
      </Form.Item>
      <Form.Item name="name" label={t(text.dayName)} extra={t(text.dayNameHint)} rules={[{ required: true, whitespace: true }]}>
        <Input maxLength={60} />
      </Form.Item>
      <Form.Item
        name="spans"
        label={t(text.spans)}
        extra={t(text.spansHint)}
        rules={[{ validator: (_, value: string | undefined) => (readSpans(value ?? "") ? Promise.resolve() : Promise.reject(new Error(t(text.spansWrong)))) }]}
      >
        <Input maxLength={120} />
      </Form.Item>
      {own && (
        <>
          <ProblemNote error={clear.error} />
          <Button loading={clear.isPending} onPress={() => clear.mutate({ params: { siteId, date } })}>
            {t(text.clearDay)}
          </Button>
        </>
      )}
    </FormDrawer>
  );
}

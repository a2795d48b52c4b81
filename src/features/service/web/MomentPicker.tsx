import { DatePicker } from "antd";
import type { Dayjs } from "dayjs";
import { useLanguage } from "#platform/web/language.tsx";
import { pickedFrom } from "#platform/web/moments.ts";
import { useZone } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { text } from "./text.ts";

/** Wall-clock time at the site, as a picker holds it. */
export type Moment = Dayjs;

/** A day and time at the site. `quick` offers the promises people make most often. */
export function MomentPicker({
  value,
  onChange,
  id,
  placeholder,
  quick = false,
  past = false,
}: {
  readonly value?: Moment | null;
  readonly onChange?: (moment: Moment | null) => void;
  readonly id?: string;
  readonly placeholder?: string;
  readonly quick?: boolean;
  readonly past?: boolean;
}) {
  const { t } = useLanguage();
  const zone = useZone();
  const now = () => pickedFrom(Temporal.Now.instant().toString(), zone);
  return (
    <>
      {quick && (
        <div className="take-quick" style={{ margin: "0 0 8px" }}>
          <Button size="small" onPress={() => onChange?.(now().add(2, "hour"))}>
            {t(text.in2Hours)}
          </Button>
          <Button size="small" onPress={() => onChange?.(now().hour(18).minute(0))}>
            {t(text.today18)}
          </Button>
          <Button size="small" onPress={() => onChange?.(now().add(1, "day").hour(12).minute(0))}>
            {t(text.tomorrow12)}
          </Button>
        </div>
      )}
      <DatePicker
        {...(id ? { id } : {})}
        showTime={{ format: "HH:mm", minuteStep: 5 }}
        format="YYYY-MM-DD HH:mm"
        needConfirm={false}
        value={value ?? null}
        onChange={(moment: Moment | null) => onChange?.(moment)}
        placeholder={placeholder ?? ""}
        disabledDate={(day: Moment) => (past ? day.isAfter(now(), "day") : day.isBefore(now(), "day"))}
        style={{ width: "100%" }}
      />
    </>
  );
}

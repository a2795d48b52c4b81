import { Form, Input, Select } from "antd";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { setAsking } from "../../contract/vacancies.ts";
import { type LetterPriceUnit, letterPriceUnits } from "../../rules/letters.ts";
import { priceUnits } from "../../rules/terms.ts";
import { text } from "./text.ts";

/** Says what is asked for the chosen units. */
export function AskingDrawer({ siteId, unitIds, onClose }: { readonly siteId: string; readonly unitIds: readonly string[]; readonly onClose: () => void }) {
  const { t } = useLanguage();
  const set = useCommand(setAsking, { onDone: onClose });
  return (
    <FormDrawer<{ price?: string; priceUnit: LetterPriceUnit }>
      title={t(text.setPrice)}
      open
      onClose={onClose}
      initial={{ priceUnit: "sqmDay" }}
      onSubmit={({ price, priceUnit }) => set.mutate({ params: { siteId }, body: { unitIds: [...unitIds], asking: price?.trim() ? { price: price.trim(), priceUnit } : null } })}
      isPending={set.isPending}
      error={set.error}
      fieldNames={{ "asking.price": "price" }}
    >
      <Form.Item name="price" label={t(text.price)} extra={t(text.noPrice)}>
        <Input inputMode="decimal" maxLength={15} autoFocus />
      </Form.Item>
      <Form.Item name="priceUnit" label={t(text.priceUnit)}>
        <Select options={letterPriceUnits.map((value) => ({ value, label: t(priceUnits[value]) }))} />
      </Form.Item>
    </FormDrawer>
  );
}

import { Form } from "antd";
import { useState } from "react";
import { useCommand } from "#platform/web/client.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { useMay, useToday } from "#platform/web/session.tsx";
import { Button } from "#ui/Button.tsx";
import { DayInput } from "#ui/DayInput.tsx";
import { FormDrawer } from "#ui/FormDrawer.tsx";
import { completeMoveIn, moveinRights } from "../../contract.ts";
import { text } from "../text.ts";
import type { ActProps } from "./StepAct.tsx";

/** Says on which day the tenant moved in. */
export function OpenedAct({ siteId, view }: ActProps) {
  const { t } = useLanguage();
  const may = useMay();
  const today = useToday();
  const [isOpen, setOpen] = useState(false);
  const complete = useCommand(completeMoveIn, { onDone: () => setOpen(false), also: ["leasing"] });
  const { state } = view.standing.steps.find(({ id }) => id === "opened")!;
  if (state !== "ready" || !may(moveinRights.handle)) return null;
  return (
    <>
      <Button type="primary" onPress={() => setOpen(true)}>
        {t(text.moveIn)}
      </Button>
      {isOpen && (
        <FormDrawer<{ movedInOn: string }>
          title={t(text.moveIn)}
          open
          onClose={() => setOpen(false)}
          initial={{ movedInOn: today.toString() }}
          onSubmit={(body) => complete.mutate({ params: { siteId, caseId: view.case.id }, body })}
          isPending={complete.isPending}
          error={complete.error}
          submit={text.moveIn}
        >
          <Form.Item name="movedInOn" label={t(text.moveInDay)} rules={[{ required: true }]}>
            <DayInput max={today.toString()} />
          </Form.Item>
        </FormDrawer>
      )}
    </>
  );
}

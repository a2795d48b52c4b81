import { Button } from "antd-mobile";
import { saveAs, useCommand } from "#platform/web/client.ts";
import { useFormat } from "#platform/web/format.ts";
import { useLanguage } from "#platform/web/language.tsx";
import { ProblemNote } from "#ui/mobile/index.ts";
import { portalPrintSlip } from "../../contract/portal.ts";
import { slipStates } from "../../rules/goods.ts";
import { text } from "../text.ts";
import type { PortalMoveOuts } from "./MoveOutScreen.tsx";

/** Release slips with the code for the gate. */
export function Slips({ siteId, slips }: { readonly siteId: string; readonly slips: PortalMoveOuts["openSlips"] }) {
  const { t } = useLanguage();
  const format = useFormat();
  const print = useCommand(portalPrintSlip);
  if (slips.length === 0) return null;
  return (
    <>
      <ProblemNote error={print.error} />
      <ul className="moveout-slips" aria-label={t(text.slips)}>
        {slips.map(({ id, no, code, state, passesOn, items }) => (
          <li key={id}>
            <strong>{no}</strong> · {t(slipStates[state])} · {format.day(passesOn)}
            <br />
            {items.map(({ name, quantity }) => `${name} × ${quantity}`).join("、")}
            {state === "approved" && (
              <>
                <br />
                <strong className="moveout-slip-code">{t(text.slipCode, { code: `${code.slice(0, 4)}-${code.slice(4)}` })}</strong>{" "}
                <Button
                  size="small"
                  loading={print.isPending}
                  onClick={() =>
                    void print.mutateAsync({ params: { siteId, slipId: id }, body: {} }).then(
                      (pdf) => saveAs(pdf, `F17-${no}.pdf`),
                      () => undefined,
                    )
                  }
                >
                  {t(text.print)}
                </Button>
              </>
            )}
          </li>
        ))}
      </ul>
    </>
  );
}

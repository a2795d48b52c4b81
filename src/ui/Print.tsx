import { PrinterOutlined } from "@ant-design/icons";
import { useLanguage } from "#platform/web/language.tsx";
import { Button } from "./Button.tsx";
import { text } from "./text.ts";

/** Prints the screen; the shell and whatever has the class `tk-no-print` stay off the paper. */
export function PrintButton() {
  const { t } = useLanguage();
  return (
    <Button icon={<PrinterOutlined />} onPress={() => window.print()}>
      {t(text.print)}
    </Button>
  );
}

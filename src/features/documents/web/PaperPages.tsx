import { useEffect, useState } from "react";
import { useLanguage } from "#platform/web/language.tsx";
import { paperText as text } from "./paperText.ts";
import "./paper.css";

/** The pages of a document one below the other, as pictures: a phone shows no PDF inside a page. */
export function PaperPages({ pages, title }: { readonly pages: readonly string[]; readonly title: string }) {
  const { t } = useLanguage();
  const [addresses, setAddresses] = useState<readonly string[]>([]);
  useEffect(() => {
    const made = pages.map((page) => URL.createObjectURL(new Blob([page], { type: "image/svg+xml" })));
    setAddresses(made);
    return () => made.forEach((address) => URL.revokeObjectURL(address));
  }, [pages]);
  return (
    <ol className="paper-pages" aria-label={title}>
      {addresses.map((address, index) => (
        <li key={address}>
          <img src={address} alt={t(text.page, { page: index + 1, pages: addresses.length })} />
        </li>
      ))}
    </ol>
  );
}

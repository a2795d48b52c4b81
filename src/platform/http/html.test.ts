import { expect, test } from "vitest";
import { html } from "./html.ts";

test("what people typed cannot become markup, in text or in an attribute", () => {
  const typed = `"><script>alert('x')</script>&`;
  expect(html`<p title="${typed}">${typed}${[html`<b>${1}</b>`, null, false]}</p>`.text).toBe(
    '<p title="&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;">&#34;&#62;&#60;script&#62;alert(&#39;x&#39;)&#60;/script&#62;&#38;<b>1</b></p>',
  );
});

// The compiler draws all pages into one SVG made for its own viewer. A phone is shown one picture for each page: shapes alone, no text to select, no style.

/** Each page of `drawing` as an SVG of its own. */
export function pagePictures(drawing: string): string[] {
  const shapes = drawing.replaceAll(/<foreignObject.*?<\/foreignObject>/gs, "").replaceAll(/<style.*?<\/style>/gs, "");
  const start = shapes.indexOf("<defs");
  const [definitions = "", ...pages] = shapes.slice(start).split('<g class="typst-page"');
  return pages.map((page) => {
    const [, width = "595", height = "842"] = /data-page-width="([\d.]+)" data-page-height="([\d.]+)"/.exec(page) ?? [];
    const group = `<g${page.replace(/ transform="[^"]*"/, "").replace(/<\/svg>\s*$/, "")}`;
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" fill="none">${used(definitions, group)}${group}</svg>`;
  });
}

/** The glyphs of `definitions` that `group` draws. */
function used(definitions: string, group: string): string {
  const wanted = new Set(Array.from(group.matchAll(/href="#([^"]+)"/g), ([, id]) => id));
  return definitions.replaceAll(/<path id="([^"]+)"[^>]*?(\/>|><\/path>)/g, (glyph, id: string) => (wanted.has(id) ? glyph : ""));
}

// What axe says of the contrast of all texts in sight, each look measured once: it is what takes
// long. Where a text passed, another passes too that has its colour, size and weight on the same
// backgrounds all the way up: of the rows of a table one is measured, of what stands on every page
// the first. What floats over other things without a ground of its own is always measured itself.
// `passed`: the looks that have passed. Axe measures neither words in a drawing nor boxes to tick.
async (passed) => {
  const TEXT = ["color", "fontSize", "fontWeight", "fontFamily", "textShadow", "webkitTextStroke"];
  const EFFECTS = ["opacity", "filter", "mixBlendMode", "visibility"];
  const known = new Set(passed);
  const told = (style, names) => names.map((name) => style[name]).join();
  const opaque = (style) => style.backgroundColor.startsWith("rgb(") && style.backgroundImage === "none";

  // [backgrounds from the last opaque one up, or null where it floats; effects] of an element.
  const grounds = new Map();
  const ground = (e) => {
    if (!e) return ["", ""];
    if (grounds.has(e)) return grounds.get(e);
    const style = getComputedStyle(e);
    const [above, effects] = ground(e.parentElement);
    const own = `${style.backgroundColor} ${style.backgroundImage}`;
    const floats = above === null || ["absolute", "fixed", "sticky"].includes(style.position);
    const found = [opaque(style) ? own : floats ? null : `${above}/${own}`];
    found.push(`${effects}/${told(style, EFFECTS)}`);
    grounds.set(e, found);
    return found;
  };
  const look = (e) => {
    const [backgrounds, effects] = ground(e);
    const text = told(getComputedStyle(e), TEXT);
    return backgrounds === null ? null : `${text} on ${backgrounds} with ${effects}`;
  };
  const written = (e) =>
    e.matches("input:not([type=checkbox], [type=radio]), select, textarea") ||
    [...e.childNodes].some((one) => one.nodeType === Node.TEXT_NODE && one.data.trim());
  const texts = [...document.body.querySelectorAll("*:not(svg *)")].filter(
    (e) => written(e) && e.checkVisibility({ visibilityProperty: true }),
  );

  const wrong = new Map();
  const measure = async (include) => {
    if (!include.length) return;
    const found = await axe.run({ include }, {
      runOnly: ["color-contrast"], resultTypes: ["violations", "passes"],
      elementRef: true, preload: false,
    });
    for (const { nodes } of found.passes) for (const { element } of nodes) known.add(look(element));
    known.delete(null);
    for (const { nodes } of found.violations)
      for (const node of nodes) wrong.set(look(node.element) ?? node.element, node);
  };
  const unknown = () => texts.filter((e) => !known.has(look(e)) && !wrong.has(look(e)));

  const firsts = new Map();
  for (const e of unknown()) if (!firsts.has(look(e) ?? e)) firsts.set(look(e) ?? e, e);
  await measure([...firsts.values()]);
  // The first of a look may have been out of sight for axe: then all the others are measured.
  const tried = new Set(firsts.values());
  await measure(unknown().filter((e) => !tried.has(e)));

  const found = [...wrong.values()].map(
    ({ html, any }) => `color-contrast: ${html.slice(0, 140)} ${any.map((one) => one.message).join()}`,
  );
  return { found, passed: [...known] };
}

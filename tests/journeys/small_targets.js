// Targets under 24 px. A link that covers its cell or card counts as that cell, a box with a label
// as both, and a link among the words of a sentence is as high as its line.
() => {
  const box = (e) => e.getBoundingClientRect();
  const grown = (e) => {
    const after = getComputedStyle(e, "::after");
    if (after.content !== "none" && after.position === "absolute") {
      for (let up = e; up; up = up.parentElement)
        if (getComputedStyle(up).position !== "static") return box(up);
    }
    if (e.matches("input[type=checkbox], input[type=radio]")) {
      const sizes = [e, ...(e.labels || [])].map(box);
      return { width: Math.max(...sizes.map((r) => r.width)), height: Math.max(...sizes.map((r) => r.height)) };
    }
    return box(e);
  };
  const inSentence = (e) => {
    if (!e.matches("a") || getComputedStyle(e).display !== "inline") return false;
    let block = e.parentElement;
    while (getComputedStyle(block).display.startsWith("inline")) block = block.parentElement;
    return block.innerText.trim().length > e.innerText.trim().length + 3;
  };
  return [...document.querySelectorAll("a[href], button, input:not([type=hidden]), select, textarea, summary")]
    .filter((e) => e.checkVisibility({ visibilityProperty: true }) && box(e).width > 1 && box(e).bottom > 0)
    .filter((e) => { const r = grown(e); return (r.width < 23.9 || r.height < 23.9) && !inSentence(e); })
    .map((e) => `${e.outerHTML.slice(0, 110)} is ${Math.round(box(e).width)} x ${Math.round(box(e).height)}`);
}

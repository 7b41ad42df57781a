// A table that is wider than its place can be scrolled from the keyboard; one that fits is no stop on the way.
import { all, eachPart, one } from "./page.js";

const watcher = new ResizeObserver((entries) => entries.forEach(({ target }) => mark(target.closest(".table-wrap"))));

function mark(wrap) {
  const scrolls = wrap.scrollWidth > wrap.clientWidth;
  const title = one("caption", wrap) ?? one("h2", wrap.closest("section") ?? document) ?? one("h1");
  const named = { tabindex: "0", role: "group", "aria-label": title?.textContent ?? document.title };
  for (const [name, value] of Object.entries(named)) {
    if (scrolls) wrap.setAttribute(name, value);
    else wrap.removeAttribute(name);
  }
}

eachPart((root) => {
  for (const wrap of all(".table-wrap", root)) {
    mark(wrap);
    watcher.observe(wrap);
    for (const table of wrap.children) watcher.observe(table);
  }
});

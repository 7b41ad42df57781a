// Rows: move with j and k, select with x, shift for a stretch; a bar at the foot says what can be done with them.
import { all, one } from "./page.js";

const ROWS = "[data-row]";
let last = null;

const rows = () => all(ROWS).filter((row) => row.offsetParent);
const linkOf = (row) => one(".row-link", row) ?? one("a", row);
const boxOf = (row) => one(".row-check input", row);
export const current = () => document.activeElement?.closest?.(ROWS);

export function move(step) {
  const list = rows();
  const at = list.indexOf(current());
  const next = at < 0 ? (step > 0 ? list[0] : list.at(-1)) : list[at + step];
  if (!next) return;
  linkOf(next)?.focus();
  next.scrollIntoView({ block: "nearest" });
}

export function toggle() {
  const box = current() && boxOf(current());
  if (box) box.click();
  return Boolean(box);
}

function count() {
  const chosen = all(".row-check input:checked");
  for (const bar of all("[data-bulk]")) {
    bar.dataset.count = chosen.length;
    const words = one("[data-bulk-count]", bar);
    if (words) words.textContent = chosen.length;
  }
  const everyone = one("[data-select-all]");
  if (!everyone) return;
  const boxes = rows().map(boxOf).filter(Boolean);
  everyone.checked = boxes.length > 0 && chosen.length === boxes.length;
  everyone.indeterminate = chosen.length > 0 && !everyone.checked;
}

document.addEventListener("click", (event) => {
  const box = event.target.closest?.(".row-check input");
  if (!box) return;
  if (event.shiftKey && last) {
    const boxes = rows().map(boxOf);
    const [from, to] = [boxes.indexOf(last), boxes.indexOf(box)].sort((a, b) => a - b);
    for (const other of boxes.slice(Math.max(from, 0), to + 1)) if (other) other.checked = box.checked;
  }
  last = box;
});

document.addEventListener("change", (event) => {
  if (event.target.matches("[data-select-all]")) {
    for (const row of rows()) if (boxOf(row)) boxOf(row).checked = event.target.checked;
  }
  if (event.target.matches("[data-select-all], .row-check input")) count();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-select-none]")) return;
  for (const box of all(".row-check input:checked")) box.checked = false;
  count();
});

count();

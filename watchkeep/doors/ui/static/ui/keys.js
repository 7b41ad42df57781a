// One key, one thing. What a page offers carries data-key; places carry data-go ("g i"). The help is read from the page itself.
import { all, isTyping, one, shelf } from "./page.js";
import { current, move, toggle } from "./lists.js";

const SWITCH = "single-keys";
const help = one("#keys");
let pending = null;

const areOn = () => shelf.get(SWITCH) !== "off";
const seen = (element) => element.offsetParent !== null || element.getClientRects().length > 0;

/** The thing that a key stands for: in the row one is on first, then on the page. */
export function target(key) {
  const near = current() && all(`[data-key="${CSS.escape(key)}"]`, current())[0];
  return near ?? all(`[data-key="${CSS.escape(key)}"]`).find((element) => seen(element) && !element.closest("[data-row]"));
}

function press(element) {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

const OWN = {
  j: () => move(1),
  k: () => move(-1),
  x: () => toggle(),
  "/": () => (one("[data-search-here]") ?? one("[data-search]"))?.focus(),
  "?": () => showHelp(),
};

export function showHelp() {
  if (!help) return;
  const rows = all("[data-key], [data-go]").filter((element) => seen(element) && !element.closest("dialog, [data-row]"));
  const pairs = new Map(rows.map((element) => [element.dataset.go ?? element.dataset.key, nameOf(element)]));
  one("[data-keys-here]", help).replaceChildren(...[...pairs].map(([keys, words]) => line(keys, words)));
  one("#keys-on", help).checked = areOn();
  help.showModal();
}

function nameOf(element) {
  if (element.ariaLabel) return element.ariaLabel;
  const copy = element.cloneNode(true);
  for (const extra of all("kbd, .rail-count, .tab-count", copy)) extra.remove();
  return copy.textContent.trim() || element.title || element.placeholder || "";
}

function line(keys, words) {
  const row = one("#row-key").content.firstElementChild.cloneNode(true);
  one("dt", row).textContent = words;
  one("dd", row).append(...keys.split(" ").map((key) => Object.assign(document.createElement("kbd"), { textContent: key })));
  return row;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.target.form) {
    event.preventDefault();
    const buttons = all("button:not([type=button]), input[type=submit]", event.target.form);
    event.target.form.requestSubmit(buttons.find(seen));
    return;
  }
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (event.key === "Escape" && isTyping(event.target) && !event.target.closest("dialog")) event.target.blur();
  if (!areOn() || isTyping(event.target) || one("dialog[open]")) return;
  const place = pending && one(`[data-go="${pending} ${CSS.escape(event.key)}"]`);
  const waits = !pending && one(`[data-go^="${CSS.escape(event.key)} "]`);
  pending = waits ? event.key : null;
  if (waits) setTimeout(() => { pending = null; }, 1200);
  const found = place || target(event.key);
  if (!found && !OWN[event.key]) return;
  if (OWN[event.key] === undefined && !found) return;
  event.preventDefault();
  if (found) press(found);
  else OWN[event.key]();
});

one("#keys-on")?.addEventListener("change", (event) => shelf.set(SWITCH, event.target.checked ? "on" : "off"));
for (const button of all("[data-keys-help]")) {
  button.hidden = false;
  button.addEventListener("click", () => { one("#me")?.hidePopover(); showHelp(); });
}

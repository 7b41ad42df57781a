// A search that knows operators offers what may come next: arrows choose, Tab or Enter take it, Escape leaves it.
import { ask } from "../ui/page.js";

let at = -1;
let asked = 0;

function listOf(field) {
  const known = document.getElementById(`${field.id}-offers`);
  if (known) return known;
  const list = Object.assign(document.createElement("ul"), { id: `${field.id}-offers`, className: "offers menu-panel", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.offers);
  field.after(list);
  for (const [name, value] of Object.entries({ role: "combobox", "aria-controls": list.id, "aria-expanded": "false", "aria-autocomplete": "list" })) field.setAttribute(name, value);
  return list;
}

function close(field) {
  const list = listOf(field);
  list.hidden = true;
  list.replaceChildren();
  field.setAttribute("aria-expanded", "false");
  field.removeAttribute("aria-activedescendant");
  at = -1;
}

function take(field, text) {
  const before = field.value.slice(0, field.selectionStart);
  const from = before.lastIndexOf(" ") + 1;
  const done = text.endsWith(":") ? text : `${text} `;
  field.setRangeText(done, from, before.length, "end");
  close(field);
  field.focus();
  if (text.endsWith(":")) offer(field);
}

function mark(field, step) {
  const items = [...listOf(field).children];
  if (!items.length) return;
  at = (at + step + items.length) % items.length;
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  field.setAttribute("aria-activedescendant", items[at].id);
}

async function offer(field) {
  const mine = ++asked;
  const typed = field.value.slice(0, field.selectionStart);
  if (!typed.split(" ").pop()) return close(field);
  const answer = await ask(`${field.dataset.complete}?q=${encodeURIComponent(typed)}`).catch(() => null);
  if (mine !== asked || !answer?.ok || document.activeElement !== field) return;
  const { items } = await answer.json();
  close(field);
  const list = listOf(field);
  list.append(...items.map((item, index) => line(field, item, index)));
  list.hidden = !items.length;
  field.setAttribute("aria-expanded", String(items.length > 0));
}

function line(field, item, index) {
  const row = Object.assign(document.createElement("li"), { id: `${field.id}-offer-${index}`, className: "menu-item" });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  row.append(Object.assign(document.createElement("code"), { textContent: item.text }), Object.assign(document.createElement("span"), { className: "muted", textContent: item.words }));
  row.addEventListener("mousedown", (event) => { event.preventDefault(); take(field, item.text); });
  return row;
}

document.addEventListener("input", (event) => { if (event.target.dataset?.complete) offer(event.target); });
document.addEventListener("focusout", (event) => { if (event.target.dataset?.complete) close(event.target); });
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.dataset?.complete || listOf(field).hidden) return;
  const chosen = listOf(field).children[at];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(field, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Tab" && !event.shiftKey) take(field, (chosen ?? listOf(field).children[0]).firstChild.textContent);
  else if (event.key === "Enter" && chosen) take(field, chosen.firstChild.textContent);
  else if (event.key === "Escape") close(field);
  else return;
  event.preventDefault();
  event.stopPropagation();
}, true);

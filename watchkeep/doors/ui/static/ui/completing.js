// A field offers what may come next: arrows choose, Tab or Enter take it, Escape leaves it.
// A search is completed word by word; a picker (data-whole) as a whole, and it offers something before one types.
import { all, ask, eachPart } from "./page.js";

const PAUSE = 120;
let at = -1;
let asked = 0;
let timer = 0;

const isWhole = (field) => field.hasAttribute("data-whole");
const offersOf = (list) => all("[data-take]", list);

function listOf(field) {
  const known = document.getElementById(`${field.id}-offers`);
  if (known) return known;
  const list = Object.assign(document.createElement("ul"), { id: `${field.id}-offers`, className: "offers menu-panel", hidden: true });
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", field.dataset.offers);
  if (isWhole(field)) list.popover = "manual";
  field.after(list);
  for (const [name, value] of Object.entries({ "aria-controls": list.id, "aria-autocomplete": "list" })) field.setAttribute(name, value);
  if (field.matches("input")) field.setAttribute("role", "combobox");
  expand(field, false);
  return list;
}

/** Say whether the list is open, where the field is one of which that can be said: a text of several lines is not. */
function expand(field, isOpen) {
  if (field.getAttribute("role") === "combobox") field.setAttribute("aria-expanded", String(isOpen));
}

function close(field) {
  const list = listOf(field);
  list.hidden = true;
  list.replaceChildren();
  expand(field, false);
  field.removeAttribute("aria-activedescendant");
  at = -1;
}

function take(field, text) {
  asked += 1;
  if (isWhole(field)) return takeWhole(field, text);
  const before = field.value.slice(0, field.selectionStart);
  const from = before.lastIndexOf(" ") + 1;
  const done = text.endsWith(":") ? text : `${text} `;
  field.setRangeText(done, from, before.length, "end");
  close(field);
  field.focus();
  if (text.endsWith(":")) offer(field);
}

function takeWhole(field, text) {
  field.value = text;
  field.parentElement.querySelector("[role=radiogroup]")?.remove();
  close(field);
  field.focus();
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.dispatchEvent(new Event("taken", { bubbles: true }));
}

function mark(field, step) {
  const items = offersOf(listOf(field));
  if (!items.length) return;
  at = at < 0 && step < 0 ? items.length - 1 : (at + step + items.length) % items.length;
  items.forEach((item, index) => item.setAttribute("aria-selected", String(index === at)));
  items[at].scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", items[at].id);
}

async function offer(field) {
  const mine = ++asked;
  const typed = isWhole(field) ? field.value : field.value.slice(0, field.selectionStart);
  if (!isWhole(field) && !typed.split(" ").pop()) return close(field);
  const address = new URL(field.dataset.complete, location.href);
  address.searchParams.set("q", typed);
  const answer = await ask(address).catch(() => null);
  if (mine !== asked || !answer?.ok || document.activeElement !== field) return;
  const { items } = await answer.json();
  close(field);
  const list = listOf(field);
  list.append(...items.map((item, index) => line(field, item, index)));
  if (!items.length && field.dataset.none) list.append(nobody(field));
  list.hidden = !list.children.length;
  expand(field, !list.hidden);
  if (isWhole(field) && !list.hidden) place(field, list);
}

/** Above everything, below the field; above it where there is no room below. A dialog cannot cut it off. */
function place(field, list) {
  if (list.showPopover && !list.matches(":popover-open")) list.showPopover();
  const box = field.getBoundingClientRect();
  const below = innerHeight - box.bottom;
  const isBelow = below > 220 || below > box.top;
  const width = Math.max(box.width, Math.min(300, innerWidth - 24));
  Object.assign(list.style, {
    left: `${Math.max(12, Math.min(box.left, innerWidth - width - 12))}px`, width: `${width}px`,
    maxHeight: `${Math.min(320, (isBelow ? below : box.top) - 12)}px`,
    top: isBelow ? `${box.bottom + 4}px` : "auto", bottom: isBelow ? "auto" : `${innerHeight - box.top + 4}px`,
  });
}

function line(field, item, index) {
  const row = option(`${field.id}-offer-${index}`);
  row.dataset.take = item.text;
  row.append(Object.assign(document.createElement(item.name ? "span" : "code"), { textContent: item.name ?? item.text }), Object.assign(document.createElement("span"), { className: "muted", textContent: item.words }));
  row.addEventListener("mousedown", (event) => { event.preventDefault(); take(field, item.text); });
  return row;
}

function nobody(field) {
  const row = option(`${field.id}-offer-none`);
  row.setAttribute("aria-disabled", "true");
  row.textContent = field.dataset.none;
  return row;
}

function option(id) {
  const row = Object.assign(document.createElement("li"), { id, className: "menu-item" });
  row.setAttribute("role", "option");
  row.setAttribute("aria-selected", "false");
  return row;
}

function soon(field) {
  clearTimeout(timer);
  timer = setTimeout(() => offer(field), isWhole(field) ? PAUSE : 0);
}

const isOne = (field) => Boolean(field.dataset?.complete);
const isOpen = (field) => !listOf(field).hidden;

eachPart((part) => { for (const field of all("[data-complete]", part)) listOf(field); });
document.addEventListener("input", (event) => { if (isOne(event.target)) soon(event.target); });
document.addEventListener("click", (event) => { if (isOne(event.target) && isWhole(event.target) && !event.target.value && !isOpen(event.target)) offer(event.target); });
document.addEventListener("focusout", (event) => { if (isOne(event.target)) { clearTimeout(timer); close(event.target); } });
document.addEventListener("scroll", (event) => {
  const field = document.activeElement;
  if (field && isOne(field) && isWhole(field) && isOpen(field) && event.target !== listOf(field)) place(field, listOf(field));
}, true);
document.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!isOne(field)) return;
  const opens = isWhole(field) && event.key === "ArrowDown" && !isOpen(field);
  if (opens) offer(field);
  else if (!isOpen(field)) return;
  else if (!chosenBy(event, field)) return;
  event.preventDefault();
  event.stopPropagation();
}, true);

/** Whether the key did something in the open list. */
function chosenBy(event, field) {
  const items = offersOf(listOf(field));
  const chosen = items[at];
  const first = isWhole(field) ? chosen : chosen ?? items[0];
  if (event.key === "ArrowDown" || event.key === "ArrowUp") mark(field, event.key === "ArrowDown" ? 1 : -1);
  else if (event.key === "Tab" && !event.shiftKey && first) take(field, first.dataset.take);
  else if (event.key === "Enter" && chosen) take(field, chosen.dataset.take);
  else if (event.key === "Escape") close(field);
  else return false;
  return true;
}

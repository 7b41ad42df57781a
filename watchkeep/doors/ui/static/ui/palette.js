// Ctrl/Cmd-K: everything this page can do, every place there is, every record by number or word.
import { all, ask, one } from "./page.js";

const palette = one("#palette");
const list = one("#palette-list");
const field = palette && one("input", palette);
let asked = 0;
let timer = null;
let options = [];
let at = 0;
let moved = false;

const plain = (text) => text.replace(/\s+/g, " ").trim();

function fromPage() {
  const actions = all("[data-key], [data-act]").filter((element) => element.getClientRects().length && !element.closest("dialog, [data-row], .rail"));
  const places = all(".rail [data-go], .rail a").filter((element) => !element.matches(".brand"));
  return [
    { title: palette.dataset.actions, items: actions.map((element) => ({ label: words(element), key: element.dataset.key, run: () => run(element) })) },
    { title: palette.dataset.places, items: [...new Set(places)].map((element) => ({ label: words(element), icon: iconOf(element), key: element.dataset.go, href: element.href })) },
  ];
}

function words(element) {
  const copy = element.cloneNode(true);
  for (const extra of all("kbd, .rail-count, svg", copy)) extra.remove();
  return element.ariaLabel || plain(copy.textContent) || element.placeholder || element.title;
}

const iconOf = (element) => one("svg use", element)?.getAttribute("href");

function run(element) {
  if (element.matches("input, textarea, select")) element.focus();
  else element.click();
}

function matching(groups, query) {
  const parts = query.toLowerCase().split(" ").filter(Boolean);
  const fits = (item) => item.label && parts.every((part) => item.label.toLowerCase().includes(part));
  return groups.map((group) => ({ ...group, items: group.items.filter(fits) }));
}

// A choice that was made with the arrows stays where it is when the records found come in.
function draw(groups) {
  const chosen = moved ? options[at]?.item : null;
  list.replaceChildren();
  options = [];
  for (const group of groups.filter((group) => group.items.length)) {
    const box = make("div", { role: "group", "aria-label": group.title });
    box.append(make("div", { class: "palette-group", "aria-hidden": "true" }, group.title));
    for (const item of group.items) box.append(option(item));
    list.append(box);
  }
  one("#palette-none").hidden = options.length > 0;
  select(chosen ? options.findIndex(({ item }) => item.label === chosen.label && item.href === chosen.href) : 0);
}

function option(item) {
  const row = make(item.href ? "a" : "div", { class: "palette-item", role: "option", id: `option-${options.length}`, tabindex: "-1", ...(item.href && { href: item.href }) });
  if (item.icon) row.append(picture(item.icon));
  row.append(make("span", { class: "clip" }, item.label));
  if (item.hint || item.key) row.append(make("span", { class: "palette-hint" }, item.hint || item.key));
  row.addEventListener("click", (event) => { if (!item.href) { event.preventDefault(); choose(item); } });
  options.push({ row, item });
  return row;
}

function make(name, attributes, text) {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  if (text) element.textContent = text;
  return element;
}

function picture(href) {
  const sprite = one("svg use")?.getAttribute("href")?.split("#")[0];
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  svg.setAttribute("class", "icon");
  svg.setAttribute("aria-hidden", "true");
  use.setAttribute("href", href.includes("#") ? href : `${sprite}#${href}`);
  svg.append(use);
  return svg;
}

function select(index) {
  at = Math.max(0, Math.min(index, options.length - 1));
  options.forEach(({ row }, place) => row.setAttribute("aria-selected", place === at));
  options[at]?.row.scrollIntoView({ block: "nearest" });
  field.setAttribute("aria-activedescendant", options[at]?.row.id ?? "");
}

function choose(item) {
  palette.close();
  if (item.href) location.assign(item.href);
  else setTimeout(item.run);
}

async function refresh() {
  const query = plain(field.value);
  const here = matching(fromPage(), query);
  const mine = ++asked;
  const looks = Boolean(query && palette.dataset.feed);
  list.ariaBusy = looks;
  if (!looks) return draw(here);
  if (here.some((group) => group.items.length) || !options.length) draw(here);
  const answer = await ask(`${palette.dataset.feed}?q=${encodeURIComponent(query)}`);
  const { groups } = answer.ok ? await answer.json() : { groups: [] };
  if (mine !== asked) return;
  draw([...groups, ...here]);
  list.ariaBusy = false;
}

export function openPalette(query = "") {
  field.value = query;
  moved = false;
  palette.showModal();
  refresh();
  field.focus();
}

if (palette) {
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "k" || !(event.ctrlKey || event.metaKey) || event.shiftKey || event.altKey) return;
    event.preventDefault();
    if (palette.open) palette.close();
    else if (!one("dialog[open]")) openPalette();
  });
  field.addEventListener("input", () => {
    clearTimeout(timer);
    moved = false;
    list.ariaBusy = true;
    timer = setTimeout(refresh, 90);
  });
  field.addEventListener("keydown", (event) => {
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: 6, PageUp: -6 };
    if (steps[event.key]) { event.preventDefault(); moved = true; select(at + steps[event.key]); }
    if (event.key === "Enter" && options[at]) { event.preventDefault(); choose(options[at].item); }
  });
}

// On a narrow screen what is secondary is folded: a press on its title opens it, and so it stays while one is here.
//   data-folds on a place      its groups of facts, but for the first one
//   data-folds on a <details>  a card that is open where there is room
//   data-quiet on a timeline   runs of quiet entries, under this word; what is pinned stays
//   data-earlier on a timeline all but the latest entries, under this word
import { all, eachPart, one } from "./page.js";

const narrow = matchMedia("(max-width: 720px)");
const opened = new Set();
const RUN = 3, LATEST = 10;

function remember(name, open) {
  if (open) opened.add(name);
  else opened.delete(name);
}

function foldFacts(group) {
  const title = one(".facts-head h2", group);
  if (!title || one("button", title)) return;
  const name = title.textContent;
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fold", textContent: name });
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    for (const part of group.children) if (!part.contains(title)) part.hidden = !open;
  };
  title.replaceChildren(button);
  show(opened.has(name));
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    remember(name, open);
    show(open);
  });
}

function foldCard(card) {
  const name = one("summary", card).textContent;
  card.open = opened.has(name);
  one("summary", card).addEventListener("click", () => remember(name, !card.open));
}

function foldEntries(entries, word, name) {
  const line = Object.assign(document.createElement("li"), { className: "entry is-quiet" });
  const button = Object.assign(document.createElement("button"), { type: "button", className: "fold", textContent: `${word} (${entries.length})` });
  const show = (open) => {
    button.setAttribute("aria-expanded", String(open));
    for (const entry of entries) entry.hidden = !open;
  };
  line.append(document.createElement("span"), button);
  entries[0].before(line);
  show(opened.has(name) || entries.some((entry) => `#${entry.id}` === location.hash));
  button.addEventListener("click", () => {
    const open = button.getAttribute("aria-expanded") !== "true";
    remember(name, open);
    show(open);
  });
}

function foldTimeline(list) {
  if (one(".fold", list)) return;
  const runs = [[]];
  for (const entry of all(":scope > .entry", list)) {
    if (entry.matches(".is-quiet:not(.is-pinned)")) runs.at(-1).push(entry);
    else runs.push([]);
  }
  for (const run of runs) if (run.length >= RUN) foldEntries(run, list.dataset.quiet, run[0].id);
  const shown = all(":scope > .entry:not([hidden])", list);
  const earlier = shown.slice(0, -LATEST).filter((entry) => !entry.matches(".is-pinned"));
  if (earlier.length >= RUN) foldEntries(earlier, list.dataset.earlier, "earlier");
}

eachPart((root) => {
  if (!narrow.matches) return;
  all("details[data-folds]", root).forEach(foldCard);
  all("[data-quiet]", root).forEach(foldTimeline);
  for (const group of all(".facts", root)) {
    const place = group.closest("[data-folds]");
    if (place && one(".facts", place) !== group) foldFacts(group);
  }
});

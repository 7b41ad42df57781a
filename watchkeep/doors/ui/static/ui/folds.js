// On a narrow screen what is secondary is folded: a press on its title opens it, and so it stays while one is here.
//   data-folds on a place      its groups of facts, but for the first one
//   data-folds on a <details>  a card that is open where there is room
import { all, eachPart, one } from "./page.js";

const narrow = matchMedia("(max-width: 720px)");
const opened = new Set();

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

eachPart((root) => {
  if (!narrow.matches) return;
  all("details[data-folds]", root).forEach(foldCard);
  for (const group of all(".facts", root)) {
    const place = group.closest("[data-folds]");
    if (place && one(".facts", place) !== group) foldFacts(group);
  }
});

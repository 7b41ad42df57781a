// Short words after an act. They leave by themselves, but wait while one reads or points at them.
import { all, one } from "./page.js";

const LIFE = 6000;
const LIFE_WITH_UNDO = 20000;

function live(toast) {
  const dismiss = one("[data-dismiss]", toast);
  if (dismiss) dismiss.hidden = false;
  dismiss?.addEventListener("click", () => toast.remove());
  let timer;
  const wait = () => { timer = setTimeout(() => toast.remove(), one("form", toast) ? LIFE_WITH_UNDO : LIFE); };
  const stay = () => clearTimeout(timer);
  for (const come of ["mouseenter", "focusin"]) toast.addEventListener(come, stay);
  for (const leave of ["mouseleave", "focusout"]) toast.addEventListener(leave, wait);
  if (!toast.matches(".tone-red")) wait();
}

/** Say something that the server did not: used for what happens only in the browser. */
export function say(words) {
  const toast = Object.assign(document.createElement("div"), { className: "toast" });
  toast.append(Object.assign(document.createElement("span"), { className: "toast-words", textContent: words }));
  one("[data-toasts]")?.append(toast);
  live(toast);
}

for (const toast of all("[data-toast]")) live(toast);

document.addEventListener("click", async (event) => {
  const button = event.target.closest("[data-copy]");
  if (!button) return;
  await navigator.clipboard.writeText(button.dataset.copy);
  if (button.dataset.copied) say(button.dataset.copied);
});

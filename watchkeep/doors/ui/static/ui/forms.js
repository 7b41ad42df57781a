// Forms that ask (GET): empty fields stay out of the address, filters go as soon as their menu closes.
import { all, one } from "./page.js";

document.addEventListener("submit", (event) => {
  if (!event.target.matches("[data-plain-get]")) return;
  const empty = all("input[name], select[name]", event.target).filter((field) => field.value === "");
  for (const field of empty) field.disabled = true;
  setTimeout(() => { for (const field of empty) field.disabled = false; });
});

const state = (form) => new URLSearchParams(new FormData(form)).toString();
for (const form of all("[data-filters]")) {
  const before = state(form);
  form.addEventListener("toggle", (event) => {
    if (event.target.matches("details.filter") && !event.target.open && state(form) !== before) form.requestSubmit();
  }, true);
  form.addEventListener("change", (event) => {
    if (event.target.matches("[type=radio], [data-whole]")) form.requestSubmit();
  });
}

// a suggestion that fills the field above it
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  const field = button && one("input[type=text]", button.form);
  if (field) { field.value = button.dataset.fill; field.focus(); }
});

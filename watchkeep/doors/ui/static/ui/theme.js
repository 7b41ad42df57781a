// The theme changes at once; the form behind it keeps the choice in a cookie.
import { all, ask } from "./page.js";

document.addEventListener("submit", async (event) => {
  const form = event.target.closest("[data-theme-form]");
  if (!form || !event.submitter) return;
  event.preventDefault();
  const choice = event.submitter.value;
  if (choice === "auto") delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = choice;
  for (const button of all("[name=theme]", form)) button.setAttribute("aria-pressed", button.value === choice);
  await ask(form.action, { method: "POST", body: new FormData(form, event.submitter) });
});

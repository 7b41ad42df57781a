// A verb has a page of its own. With scripts its form opens in a dialog over the page one is on:
// a link with data-dialog, a page with a data-dialog-body part. Errors redraw the form; success goes where the server says.
import { all, ask, drawn, one, parsed } from "./page.js";

const dialog = one("#dialog");

export async function open(url) {
  const answer = await ask(url);
  if (answer.headers.get("X-Go")) return go(answer.headers.get("X-Go"));
  const page = await parsed(answer);
  if (!draw(page)) return location.assign(url);
  dialog.dataset.url = url;
  if (!dialog.open) dialog.showModal();
  one("[autofocus], input:not([type=hidden]), textarea, select, button", one("#dialog-body"))?.focus();
}

function draw(page) {
  const part = one("[data-dialog-body]", page);
  if (!part) return false;
  one("#dialog-title").textContent = one("h1", page)?.textContent.trim() ?? "";
  one("#dialog-body").replaceChildren(...part.childNodes);
  dialog.classList.toggle("is-wide", part.matches("[data-wide]"));
  drawn(dialog);
  delete dialog.dataset.written;
  return true;
}

function go(url) {
  const target = new URL(url, location.href);
  if (target.pathname + target.search === location.pathname + location.search) location.reload();
  else location.assign(target);
}

// Attributes are asked by name: a field that is called "method" or "action" would stand before the form's own.
const addressOf = (form) => form.getAttribute("action") || dialog.dataset.url;

async function send(form, submitter) {
  const method = (submitter?.getAttribute("formmethod") || form.getAttribute("method") || "get").toUpperCase();
  const body = new FormData(form, submitter);
  const action = new URL(submitter?.getAttribute("formaction") || addressOf(form), location.href);
  if (method === "GET") action.search = new URLSearchParams(body);
  const buttons = all("button", form).filter((button) => !button.disabled);
  for (const button of buttons) button.disabled = true;
  try {
    const answer = await ask(action, method === "GET" ? {} : { method, body });
    if (answer.headers.get("X-Go")) return go(answer.headers.get("X-Go"));
    if (!draw(await parsed(answer))) location.reload();
    one("[aria-invalid=true], [role=alert]", dialog)?.focus();
  } finally {
    for (const button of buttons) button.disabled = false;
  }
}

// What was written is not lost by a slip: by Escape, or by a click beside the dialog.
const mayLeave = () => !("written" in dialog.dataset) || confirm(dialog.dataset.asks);

if (dialog) {
  dialog.addEventListener("input", () => { dialog.dataset.written = ""; });
  dialog.addEventListener("cancel", (event) => { if (!mayLeave()) event.preventDefault(); });
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-dialog]");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    open(link.href).catch(() => location.assign(link.href));
  });
  dialog.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.matches("[data-whole-page], [method=dialog]")) return;
    event.preventDefault();
    send(form, event.submitter).catch(() => {
      form.setAttribute("action", addressOf(form));
      HTMLFormElement.prototype.submit.call(form);
    });
  });
}

for (const box of all("dialog")) {
  box.addEventListener("click", (event) => {
    if (event.target === box || event.target.closest("[data-close]")) {
      if (event.target.closest("a[href]")) event.preventDefault();
      if (event.target !== dialog || mayLeave()) box.close();
    }
  });
}

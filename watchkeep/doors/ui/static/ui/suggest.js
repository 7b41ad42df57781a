// While a form is written, a place in it with data-suggest="/address" shows what the address answers to its fields.
// A part of the form with data-echoes="selector" says what that part of the answer says.
// A button in that answer with data-takes='{"name": "value"}' writes these into the form.
// A link beside it with data-sends="name=value" sends the form with that instead, so that nothing written is lost.
let timer = 0, asked = 0;

async function ask(form, place) {
  const turn = ++asked, fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.append(name, value);
  }
  const answer = await fetch(`${place.dataset.suggest}?${fields}`);
  if (!answer.ok || turn !== asked) return;
  const words = await answer.text(), open = [...place.querySelectorAll("details[open][id]")].map((one) => one.id);
  place.innerHTML = words;
  for (const id of open) place.querySelector(`#${id}`)?.setAttribute("open", "");
  for (const echo of form.querySelectorAll("[data-echoes]")) echo.innerHTML = place.querySelector(echo.dataset.echoes)?.innerHTML ?? "";
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("[data-sends]"), form = link && document.querySelector("[data-suggest]")?.closest("form");
  if (!form || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const [name, value] = link.dataset.sends.split("=");
  form.append(Object.assign(document.createElement("input"), { type: "hidden", name, value }));
  form.submit();
});

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-takes]"), form = button?.closest("form");
  if (!form) return;
  for (const [name, value] of Object.entries(JSON.parse(button.dataset.takes))) form.elements[name].value = value;
  form.dispatchEvent(new Event("input", { bubbles: true }));
});

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form"), place = form?.querySelector("[data-suggest]");
  if (!place) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form, place).catch(() => {}), 300);
});

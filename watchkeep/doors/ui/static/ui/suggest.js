// While a form is written, a place in it with data-suggest="/address" shows what the address answers to its fields.
let timer = 0, asked = 0;

async function ask(form, place) {
  const turn = ++asked, fields = new URLSearchParams();
  for (const [name, value] of new FormData(form)) {
    if (typeof value === "string" && name !== "csrfmiddlewaretoken") fields.set(name, value);
  }
  const answer = await fetch(`${place.dataset.suggest}?${fields}`);
  if (answer.ok && turn === asked) place.innerHTML = await answer.text();
}

document.addEventListener("input", (event) => {
  const form = event.target.closest?.("form"), place = form?.querySelector("[data-suggest]");
  if (!place) return;
  clearTimeout(timer);
  timer = setTimeout(() => ask(form, place).catch(() => {}), 300);
});

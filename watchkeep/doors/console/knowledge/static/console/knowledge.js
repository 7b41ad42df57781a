// The preview follows what is typed; without scripts the button "Preview" does the same.
const form = document.querySelector("form[data-preview]");
const here = document.querySelector("[data-preview-here]");
const text = form?.querySelector("textarea[name=body]");
let timer = 0, asked = 0;

async function draw() {
  const turn = ++asked;
  const body = new FormData();
  body.set("body", text.value);
  body.set("number", form.dataset.number);
  body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
  const answer = await fetch(form.dataset.preview, { method: "POST", body });
  if (answer.ok && turn === asked) here.innerHTML = await answer.text();
}

text?.addEventListener("input", () => {
  clearTimeout(timer);
  timer = setTimeout(() => draw().catch(() => {}), 400);
});

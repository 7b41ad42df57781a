// Of many records one types a name at a time: what is taken from the offers becomes a chip that is ticked.
import { all } from "./page.js";

document.addEventListener("taken", ({ target: field }) => {
  if (!field.matches("[data-several]") || !field.value) return;
  const name = field.value, chips = field.parentElement.querySelector(".chips");
  const known = all("input", chips).find((one) => one.value === name);
  if (known) known.checked = true;
  else chips.append(chip(field.name.replace(/-typed$/, ""), name));
  field.value = "";
  field.form?.dispatchEvent(new Event("input", { bubbles: true }));
});

function chip(field, name) {
  const label = Object.assign(document.createElement("label"), { className: "chip" });
  const tick = Object.assign(document.createElement("input"), { type: "checkbox", name: field, value: name, checked: true });
  label.append(tick, Object.assign(document.createElement("span"), { textContent: name }));
  return label;
}

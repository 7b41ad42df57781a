// The reference narrows as one types. Without this script the same field asks the server.
const field = document.querySelector("[data-reference-search]");
const operations = [...document.querySelectorAll("[data-reference-words]")];
const sections = [...document.querySelectorAll("[data-reference-section]")];
const none = document.querySelector("[data-reference-none]");

const narrow = () => {
  const words = field.value.toLowerCase().split(/\s+/).filter(Boolean);
  for (const one of operations) one.hidden = !words.every((word) => one.dataset.referenceWords.includes(word));
  for (const one of sections) one.hidden = !one.querySelector("[data-reference-words]:not([hidden])");
  none.hidden = sections.some((one) => !one.hidden);
};

const open = () => {
  const target = document.getElementById(location.hash.slice(1));
  if (target?.matches("details")) target.open = true;
};

field.addEventListener("input", narrow);
addEventListener("hashchange", open);
open();

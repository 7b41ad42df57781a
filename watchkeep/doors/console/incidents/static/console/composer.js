// The composer takes pictures that are pasted or dropped, and says how many files will go with the words.
const form = document.querySelector("[data-composer]");
const field = form?.querySelector("[name=uploads]");
const words = form?.querySelector("[data-files-words]");

function add(files) {
  const kept = new DataTransfer();
  for (const file of [...field.files, ...files]) kept.items.add(file);
  field.files = kept.files;
  say();
}

function say() {
  words.textContent = field.files.length ? [...field.files].map((file) => file.name).join(", ") : words.dataset.none;
}

if (field) {
  field.addEventListener("change", say);
  form.addEventListener("paste", (event) => {
    if (event.clipboardData?.files.length) { event.preventDefault(); add(event.clipboardData.files); }
  });
  form.addEventListener("dragover", (event) => event.preventDefault());
  form.addEventListener("drop", (event) => {
    if (event.dataTransfer?.files.length) { event.preventDefault(); add(event.dataTransfer.files); }
  });
}

// a verb such as "Reply" that leads to the composer chooses the way there
document.addEventListener("click", (event) => {
  const way = event.target.closest("[data-way]")?.dataset.way;
  const radio = way && form?.querySelector(`[value="${way}"]`);
  if (!radio) return;
  event.preventDefault();
  radio.checked = true;
  form.querySelector("textarea").focus();
});

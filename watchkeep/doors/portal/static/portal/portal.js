// While somebody types, what fits so far stands below; a pasted picture joins the files. Both work without this.
const question = document.querySelector("[data-suggest] input");
if (question) {
  const found = document.querySelector("[data-found]");
  const answer = document.querySelector("[data-answer]");
  let asked = question.value, timer = 0, request = null;
  const look = async () => {
    request?.abort();
    request = new AbortController();
    try {
      const address = `${question.form.dataset.suggest}?q=${encodeURIComponent(asked)}`;
      const reply = await fetch(address, { signal: request.signal, headers: { "X-Script": "1" } });
      if (!reply.ok) return;
      found.innerHTML = await reply.text();
      if (answer) answer.hidden = true;
    } catch (error) {
      if (error.name !== "AbortError") found.replaceChildren();
    }
  };
  question.addEventListener("input", () => {
    clearTimeout(timer);
    asked = question.value.trim();
    if (asked.length < 2) {
      request?.abort();
      found.replaceChildren();
      if (answer) answer.hidden = false;
      return;
    }
    timer = setTimeout(look, 120);
  });
}

for (const form of document.querySelectorAll("form[data-paste]")) {
  const files = form.querySelector("input[type=file]");
  form.addEventListener("paste", (event) => {
    const pasted = [...event.clipboardData.files];
    if (!pasted.length || !files) return;
    const all = new DataTransfer();
    for (const file of [...files.files, ...pasted]) all.items.add(file);
    files.files = all.files;
    event.preventDefault();
  });
}

document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.portal-me[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

const device = document.querySelector("[data-device]");
if (device) {
  device.value = `${screen.width} × ${screen.height}, ${navigator.language}, ${Intl.DateTimeFormat().resolvedOptions().timeZone}`;
  document.querySelector("[data-device-said]").textContent = device.value;
}

if ("serviceWorker" in navigator) navigator.serviceWorker.register("/portal/sw.js", { scope: "/portal/" }).catch(() => {});

// "Let this browser ring": the browser makes a subscription for our public key, and the form carries it to the server.
const form = document.querySelector("[data-push]");
const none = document.querySelector("[data-push-none]");

const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));

function name() {
  const system = ["Android", "iPhone", "iPad", "Windows", "Mac", "Linux"].find((one) => navigator.userAgent.includes(one));
  const browser = ["Firefox", "Edg", "Chrome", "Safari"].find((one) => navigator.userAgent.includes(one));
  return [browser === "Edg" ? "Edge" : browser, system].filter(Boolean).join(", ");
}

async function subscription() {
  const worker = await navigator.serviceWorker.register("/sw.js");
  await navigator.serviceWorker.ready;
  return worker.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(form.dataset.push) });
}

if (form && "serviceWorker" in navigator && "PushManager" in window) {
  form.hidden = false;
  none.hidden = true;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const problem = form.querySelector("[data-push-error]");
    try {
      form.elements.address.value = JSON.stringify(await subscription());
      form.elements.label.value = name();
      form.submit();
    } catch {
      problem.textContent = problem.dataset.refused;
      problem.hidden = false;
    }
  });
}

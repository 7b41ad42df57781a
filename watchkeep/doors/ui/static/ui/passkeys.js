// Passkeys: a form with data-passkey asks the server for a question, has the browser's authenticator answer it, and
// sends the answer back. "get" proves a passkey, "create" makes one. Where the browser knows none, the form stays hidden.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");

async function post(url, form, body) {
  const headers = { "X-CSRFToken": form.elements.csrfmiddlewaretoken.value, "Content-Type": "application/json" };
  const answer = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return answer.json();
}

function opened({ publicKey }) {
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  for (const list of [publicKey.excludeCredentials, publicKey.allowCredentials])
    for (const known of list ?? []) known.id = bytes(known.id);
  return { publicKey };
}

function closed(credential) {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
    if (credential.response[name]) response[name] = text(credential.response[name]);
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response, clientExtensionResults: {} };
}

async function run(form) {
  const options = opened(await post(form.dataset.options, form, {}));
  const credential = await navigator.credentials[form.dataset.passkey](options);
  const name = form.elements.name?.value;
  return post(form.dataset.answer, form, name === undefined ? closed(credential) : { name, answer: closed(credential) });
}

for (const form of document.querySelectorAll("[data-passkey]")) {
  if (!window.PublicKeyCredential) continue;
  form.hidden = false;
  const problem = form.querySelector("[data-passkey-error]");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    problem.hidden = true;
    const outcome = await run(form).catch(() => ({ error: problem.dataset.cancelled }));
    if (outcome.next) return location.assign(outcome.next);
    problem.textContent = outcome.error;
    problem.hidden = false;
  });
}

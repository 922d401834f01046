// Asks the device for a passkey, and sends what it gives with the form that stands in the page.
"use strict";

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const read = (json) => {
  const options = JSON.parse(json);
  options.challenge = bytes(options.challenge);
  if (options.user) options.user.id = bytes(options.user.id);
  for (const one of [...(options.excludeCredentials ?? []), ...(options.allowCredentials ?? [])]) {
    one.id = bytes(one.id);
  }
  return options;
};

const said = (credential) => {
  const response = { clientDataJSON: text(credential.response.clientDataJSON) };
  for (const part of ["attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (credential.response[part]) response[part] = text(credential.response[part]);
  }
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
};

const ask = async (form) => {
  const trouble = form.querySelector(".errornote[hidden], .errornote.from-device");
  trouble.classList.add("from-device");
  trouble.hidden = true;
  try {
    const options = { publicKey: read(form.dataset.options) };
    const does = form.dataset.passkey;
    const credential = await navigator.credentials[does](options);
    form.elements.passkey.value = said(credential);
    form.submit();
  } catch {
    trouble.hidden = false;
  }
};

if (window.PublicKeyCredential) {
  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      ask(form);
    });
  }
}

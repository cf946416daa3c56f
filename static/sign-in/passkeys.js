// Passkeys and security keys: asks the browser, puts its answer into the form, and sends the form.
// What to ask for stands in the page as data, or is fetched when the button is pressed.

const form = document.querySelector("form[data-passkey]");
const button = form.querySelector("[data-passkey-button]");
const field = form.elements[form.dataset.field];
const said = form.querySelector("[data-passkey-said]");

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (sign) => sign.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const known = (list = []) => list.map((each) => ({ ...each, id: bytes(each.id) }));

async function options() {
  const data = document.getElementById("passkey-data");
  if (data) return JSON.parse(data.textContent);
  const answer = await fetch(form.action, { headers: { Accept: "application/json" }, credentials: "same-origin" });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return answer.json();
}

const common = (credential) => ({
  type: credential.type,
  id: credential.id,
  rawId: text(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function create({ creation_options: { publicKey } }) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: bytes(publicKey.challenge),
      user: { ...publicKey.user, id: bytes(publicKey.user.id) },
      excludeCredentials: known(publicKey.excludeCredentials),
      // A passkey that needs no username: the device checks who holds it.
      authenticatorSelection: { ...publicKey.authenticatorSelection, residentKey: "required", requireResidentKey: true, userVerification: "required" },
    },
  });
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      attestationObject: text(response.attestationObject),
      transports: response.getTransports(),
    },
  };
}

async function show({ request_options: { publicKey } }) {
  const credential = await navigator.credentials.get({
    publicKey: { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: known(publicKey.allowCredentials) },
  });
  const { response } = credential;
  return {
    ...common(credential),
    response: {
      clientDataJSON: text(response.clientDataJSON),
      authenticatorData: text(response.authenticatorData),
      signature: text(response.signature),
      userHandle: response.userHandle ? text(response.userHandle) : null,
    },
  };
}

// Browsers refuse passkeys at a bare address.
const bare = /^[\d.]+$|:/.test(location.hostname);

function say(words) {
  said.textContent = words;
  said.hidden = false;
}

if (window.PublicKeyCredential && !bare) {
  form.hidden = false;
  button.addEventListener("click", async () => {
    said.hidden = true;
    button.disabled = true;
    try {
      const asked = await options();
      field.value = JSON.stringify(form.dataset.passkey === "create" ? await create(asked) : await show(asked));
      form.submit();
    } catch (error) {
      button.disabled = false;
      const words = {
        NotAllowedError: "Nothing was chosen, or it took too long. Try again, or use another way.",
        InvalidStateError: "This device is set up for your account already.",
      };
      say(words[error.name] ?? "That did not work. Try again, or use another way.");
    }
  });
} else if (form.dataset.passkey === "create") {
  form.hidden = false;
  button.disabled = true;
  say(bare ? `Browsers allow passkeys at a name only: open this service at http://localhost:${location.port} instead.` : "This browser cannot use passkeys. Use an authenticator app instead.");
}

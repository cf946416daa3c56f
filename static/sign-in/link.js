// A link's secret stands behind the "#": it goes into the form, out of the address, and is sent.

const form = document.querySelector("form[data-link]");
const secret = location.hash.slice(1);
if (secret) {
  history.replaceState(null, "", location.pathname);
  form.elements.link.value = secret;
  form.requestSubmit();
}

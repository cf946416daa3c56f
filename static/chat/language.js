// The page in another language, without loading it anew: nothing that was answered or written is lost.

import { data, drawsAgain, t, take } from "./page.js";
import { answerOf } from "./service.js";

/** Speak `lang` from now on; false when its texts could not be had. */
export async function speak(lang) {
  if (lang === data.lang) return true;
  const fresh = await answerOf(`${data.texts_url}?lang=${lang}`);
  if (fresh.error) return false;
  take(fresh);
  document.documentElement.lang = lang;
  document.title = t("page_title");
  for (const element of document.querySelectorAll("[data-text]")) element.textContent = t(element.dataset.text);
  for (const element of document.querySelectorAll("[data-label]")) element.setAttribute("aria-label", t(element.dataset.label));
  tellName(document.querySelector(".top__name"));
  tellOther(document.getElementById("language"), lang);
  return true;
}

/** The service may be called otherwise in each language; a logo stands there for its name. */
function tellName(place) {
  const logo = place?.querySelector("img");
  if (logo) logo.alt = data.service_name;
  else if (place) place.textContent = data.service_name;
}

function tellOther(link, lang) {
  if (!link) return;
  const other = data.offered.find((offered) => offered !== lang);
  Object.assign(link, { lang: other, hreflang: other, href: link.href.replace(/lang=\w+/, `lang=${other}`) });
}

/** Speak `lang` and draw once more the screen that is there by then. */
export async function redraw(lang) {
  if (await speak(lang)) drawsAgain()?.();
}

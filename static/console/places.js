// The places at the top of the page. While talks are held they open in another tab: leaving this one drops the callers.

const SAYS = " (opens in another tab)";

/** Every link of the head that leads away from here. */
const places = () => [...document.querySelectorAll(".staff-header a")].filter(({ pathname }) => pathname !== location.pathname);

function setApart(place) {
  const words = document.createElement("span");
  words.className = "visually-hidden place__apart";
  words.textContent = SAYS;
  place.append(words);
  place.target = "_blank";
  place.rel = "noopener";
}

function putBack(place) {
  place.querySelector(".place__apart")?.remove();
  place.removeAttribute("target");
  place.removeAttribute("rel");
}

/** Talks one has, wrap-ups and practice too, and those that one has joined so that the caller knows. */
const holdsTalks = ({ contacts, followed }) => Object.keys(contacts).length > 0 || Object.values(followed).some(({ joined }) => joined);

export function openPlacesApart(store) {
  let apart = false;
  store.subscribe((state) => {
    if (holdsTalks(state) === apart) return;
    apart = !apart;
    places().forEach(apart ? setApart : putBack);
  });
}

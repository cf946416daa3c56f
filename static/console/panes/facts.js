import { AGE_BANDS, GENDERS, LANGUAGES, NEEDS, RANG } from "../words.js";

/** The rest of a caller's own answers, in one line over the words. */
export function facts({ need, age_band, gender, area, language, interpreter, safe_now, private_now, rang_programme }) {
  const said = [
    NEEDS[need], AGE_BANDS[age_band], GENDERS[gender], area, language && LANGUAGES[language], interpreter && `wants ${interpreter}`,
    safe_now === true && "says safe now", private_now === true && "says private", RANG[rang_programme],
  ];
  return said.filter(Boolean).join(" · ");
}

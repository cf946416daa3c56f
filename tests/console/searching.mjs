// What leaves the page when a handler looks for a service. Run by test_rules.py.

import { equal, tell } from "./harness.mjs";
import { firstHalf } from "/static/console/postcode.js";

tell({
  "of a postcode only the first half leaves the page, however it is written"() {
    equal(["CH45 1AB", "ch451ab", " ng2 1a", "SW1A 1AA", "l1 8jq", "ch45"].map(firstHalf), ["CH45", "CH45", "NG2", "SW1A", "L1", "CH45"]);
  },
  "what is no postcode is a place's name and stays as it is"() {
    equal(["Wirral", "St Helens ", "", "Na h-Eileanan Siar"].map(firstHalf), ["Wirral", "St Helens", "", "Na h-Eileanan Siar"]);
  },
});

// What every page of rules needs: a comparison, and telling the test which rules hold.

export function equal(found, wanted) {
  const [f, w] = [JSON.stringify(found), JSON.stringify(wanted)];
  if (f !== w) throw new Error(`${f} is not ${w}`);
}

/** A rule may be async: it holds once it has come to its end. */
export async function tell(rules) {
  const told = {};
  for (const [name, rule] of Object.entries(rules)) {
    try {
      await rule();
      told[name] = "holds";
    } catch (error) {
      told[name] = String(error);
    }
  }
  document.getElementById("told").textContent = JSON.stringify(told);
}

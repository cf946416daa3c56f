// Being available, on a break or away; how many at once; skills of today; and the answer to "are you still there?".

import { skillsOn, wanted } from "../changes/presence.js";

export function presenceActs(store, link, { failed }) {
  const { dispatch } = store;

  /** Set some of {available, break_reason, capacity, skills: [{id, label, on}]}; shown at once, taken back when refused. */
  const setPresence = (changes) => {
    const before = store.state.presence;
    const now = wanted(before, changes);
    // Shown at once, so that two quick changes do not undo one another.
    dispatch({ ...now, type: "presence" });
    const { available, capacity, break_reason } = now;
    const skills = changes.skills && { skills: skillsOn(now) };
    return link.command({ type: "presence.set", available, capacity, ...(break_reason && { break_reason }), ...skills }).catch((error) => {
      dispatch({ ...before, type: "presence" });
      failed(error);
    });
  };

  const takeBreak = (break_reason) => setPresence({ available: false, break_reason });

  /** Keep what is set and change one number: a break stays the break it is. */
  const setCapacity = (capacity) => setPresence({ ...kept(store.state.presence), capacity });

  const switchSkill = (id, on) => {
    const { presence } = store.state;
    return setPresence({ ...kept(presence), skills: presence.skills.map((skill) => (skill.id === id ? { ...skill, on } : skill)) });
  };

  const stillHere = () => link.command({ type: "presence.here" }).catch(failed);

  return { setPresence, takeBreak, setCapacity, switchSkill, stillHere };
}

const kept = ({ break_reason }) => (break_reason ? { break_reason } : {});

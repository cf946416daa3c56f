// Contacts that came by phone or e-mail: their handler records them, nothing is written in them. Pure.

export const CHANNELS = {
  phone: {
    label: "A phone call", tag: "On the phone", ended: "Phone call", given: "I have said this", end: "End the call", one: "the call",
    how: "It takes every place you have: nobody new comes to you before the call has ended.",
    say: "Say it in your own words.", reads: "Read this aloud:",
  },
  email: {
    label: "An e-mail", tag: "E-mail", ended: "E-mail", given: "This is in my answer", end: "The answer is sent", one: "the e-mail",
    how: "It takes one place, as a talk does.",
    say: "Put it into your answer in your own words.", reads: "For your answer:",
  },
};

export const isRecorded = (contact) => Boolean(contact?.channel);

/** The open contact, while something can still be done in it. */
const open = ({ contacts, selected }) => (contacts[selected] && !contacts[selected].wrap_up ? contacts[selected] : null);

/** Whether there is a message box: a talk that goes on, and is written here. */
export const isWritten = (state) => Boolean(open(state)) && !isRecorded(open(state));

/** Connected, not practising: while away or full as well, since the phone rings when it rings. */
export const mayRecord = ({ link, presence }) => link.status === "online" && Boolean(presence) && !presence.training;

/** What a handler says that they hear, as cues that hold no words. */
export const heardBy = ({ ticked = [] }) => ticked.map((cue) => ({ cue, seq: 0, start: 0, end: 0, body: "", safety: false }));

export const RECORDING_CHANGES = (change) => ({
  "local.heard": (state, { contact, cue, on }) =>
    change(state, contact, (held) => ({ ...held, ticked: [...(held.ticked ?? []).filter((each) => each !== cue), ...(on ? [cue] : [])] })),
  "local.ruler": (state, { contact, name, value }) =>
    change(state, contact, (held) => ({ ...held, rulers: { ...held.rulers, [name]: value } })),
});

const LINES = [
  ["provider"], ["about"], ["phone", "Phone"], ["text", "Text"], ["hours", "Hours"], ["hours_now"], ["cost", "Cost"], ["whom_for", "For"],
  ["area", "Area"], ["website", "Website"], ["email", "E-mail"], ["address", "Address"], ["what_happens", "What happens"],
];

/**
 * A card as plain text, one line for each thing: to read aloud, or to put into an answer. `now` says whether it is
 * open at this moment as well: for what is heard at once, never for what is read later.
 */
export const spoken = (card, { now = false } = {}) => [
  card.name,
  ...LINES.filter(([field]) => card[field] && (now || field !== "hours_now")).map(([field, label]) => (label ? `${label}: ${card[field]}` : card[field])),
].filter((line, i, all) => all.indexOf(line) === i).join("\n");

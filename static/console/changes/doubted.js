// What a draft was asked about, by contact: `found` stands in it and is asked about now, `kinds` were asked about since it was begun. Pure.

export const DOUBTED = {};

export const DOUBTED_CHANGES = {
  "local.doubted": (state, { contact, found, kinds }) => ({ ...state, doubted: { ...state.doubted, [contact]: { found, kinds } } }),
};

/** Without what was asked about a contact that has gone, or a draft that was thrown away. */
export function undoubted({ doubted, ...state }, contact) {
  const { [contact]: _gone, ...others } = doubted;
  return { ...state, doubted: others };
}

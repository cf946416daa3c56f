// Answering an offer: accepting is taking by name, declining asks for no reason.

export function offerActs(store, link, { take, failed }) {
  const acceptOffer = () => store.state.offer && take(store.state.offer.contact);

  const declineOffer = () => {
    const { offer } = store.state;
    if (offer) link.command({ type: "offer.decline", contact: offer.contact }).catch(failed);
  };

  return { acceptOffer, declineOffer };
}

"""Refusals of the conversation; every code stands in docs/protocol.md.

HelplineError
├── TokenInvalid            token.invalid        socket closes with 4401
├── ContactNotFound         contact.not_found    absent and not yours look alike
├── ContactClosed           contact.closed
├── InvalidTransition       contact.invalid_transition
├── CommandInvalid          command.invalid
├── IdUsed                  command.id_used      a new command under the id of another
├── MessageEmpty            message.empty
├── MessageTooLong          message.too_long
├── QueueEmpty              queue.empty
├── QueueTaken              queue.taken
├── NoneFits                queue.none_fits      somebody waits, whom only others may take
├── AtCapacity              presence.at_capacity
├── Away                    presence.away
├── WrappingUp              presence.wrapping_up  a talk that ended is not wrapped up yet
├── SkillNotYours           presence.skill_not_yours  unknown, or not on the account
├── Paused                  presence.paused      with `until`
├── HeldBack                presence.held_back   training, vetting or supervision is out of date
├── NotForYou               queue.not_for_you    this handler knows the caller
├── WarningFirst            boundary.warning_first
├── DangerOpen              danger.open          with what is open; closing needs a reason
├── LevelReasonNeeded       level.reason_needed  less than suggested, and nobody says why
├── DangerGone              danger.not_found
├── DangerStands            danger.stands        close it first, then review it
├── OwnProposal             safeguarding.own     a second person decides, and reviews
├── BreakGone               confidence.not_found
├── BreakOpen               confidence.open      one for each contact until its hold has ended
├── BreakStep               confidence.step      another step comes first, or it is over
├── WordsGone               confidence.words_gone  nothing is there any more that could be held
├── OfferGone               offer.not_found      answered, missed or never made to this handler
├── LineChanged             line.changed          somebody else was faster
├── HandlerNotFound         handler.not_found
├── ConsentRequired         consent.required
├── ProofInvalid            proof.invalid
├── FromElsewhere           request.from_elsewhere  a page of another site sent it
├── HoursClosed             hours.closed
├── IntakeFull              intake.full
├── NetworkBlocked          network.blocked      no start from this network for a while
├── BlockGone               block.not_found
├── SurveyNotYet            survey.not_yet
├── SurveyClosed            survey.closed        answered too late, or nobody was talked with
├── CodeUnknown             code.unknown         unknown, expired and mistyped look alike
├── Training                presence.training    practising: no real contact meanwhile
├── PracticeBusy            practice.busy        real contacts, an offer or another practice first
├── PracticeOnly            practice.only        what is for real contacts, asked of a practice one
├── PracticeUnknown         practice.not_found   no such scripted caller
├── NotByChannel            channel.not_here     needs words, which a phone call or an e-mail has not
├── OnThePhone              presence.on_phone    a phone call takes every place
├── RecordingBusy           record.busy          one phone call or e-mail at a time for each handler
├── AlertGone               alert.not_found
├── ReplyNotFound           reply.not_found      absent and not yours look alike
├── TooManyReplies          reply.too_many
├── TransferOpen            transfer.open        one at a time for each contact
├── TransferNobody          transfer.nobody      whoever was meant is not there, or has no place left
├── OwnTalk                 follow.own           nobody reads along with their own talk
├── HandlerGives            signpost.handler_gives  a supervisor who has joined would send a card
├── CardUnknown             card.not_found       absent, hidden and not a question look alike
├── CardAnswered            card.answered        the next thing was asked: say it in words
├── NoContact               card.no_contact      an order or bail: the plan is to stay away
├── NotChecked              card.not_checked     whether an order forbids contact was not asked
├── NotForCaller            card.not_for_caller  no question or plan of change for who is no such caller
├── TransferGone            transfer.gone        answered, expired or withdrawn, or never asked of you
├── CodeInUse               code.in_use          its contact goes on: it is resumed instead
├── ReviewGone              review.gone          absent, not yours, and words destroyed look alike
├── ReviewNone              review.none          nothing is there to draw from
├── ReviewFull              review.full          two have begun to review this talk
├── ReviewChanged           review.changed       saved meanwhile from another window
├── ReviewHandedIn          review.handed_in     it is handed in, and no draft any more
├── ReviewUnfinished        review.unfinished    with the criteria that have no score yet, by `fields`
├── ReviewSeen              review.seen          both are in, or the handler has read it: it stays
└── NotStored               storage.unavailable  may be sent again with the same id
"""

from helpline.kernel.errors import HelplineError


class TokenInvalid(HelplineError):
    code = "token.invalid"
    status = 401
    message = (
        "This conversation cannot be opened from here. Start a new one, or come back with your four words."
    )


class ContactNotFound(HelplineError):
    code = "contact.not_found"
    status = 404
    message = "This conversation is not here, or not yours. Choose one from your list."


class ContactClosed(HelplineError):
    code = "contact.closed"
    status = 409
    message = (
        "This conversation has ended, so nothing more can be sent. Start a new one, or ring one of the lines."
    )


class InvalidTransition(HelplineError):
    code = "contact.invalid_transition"
    status = 409
    message = (
        "That cannot be done with this conversation now, and nothing was changed. Look at where it "
        "stands, then choose again."
    )


class CommandInvalid(HelplineError):
    code = "command.invalid"
    message = "That did not arrive whole, so nothing was changed. Load the page again, then try once more."


class IdUsed(HelplineError):
    """An id stands for one command: under the same one nothing else is done."""

    code = "command.id_used"
    status = 409
    message = "This could not be sent. Please reload the page and try again."


class MessageEmpty(HelplineError):
    code = "message.empty"
    message = "There is nothing in this message. Write something, then send it."


class MessageTooLong(HelplineError):
    code = "message.too_long"
    message = "This message is too long, so it was not sent. Make it shorter, or send it in parts."


class QueueEmpty(HelplineError):
    code = "queue.empty"
    status = 409
    message = (
        "Nobody is waiting. You need do nothing: it rings when somebody comes, if you leave the page open."
    )


class QueueTaken(HelplineError):
    code = "queue.taken"
    status = 409
    message = "Somebody else has this conversation, or it has ended. Take the next one (Alt N)."


class NoneFits(QueueEmpty):
    """Whoever waits needs a skill that this handler does not have, or was passed by."""

    code = "queue.none_fits"
    status = 409
    message = "Nobody waits whom you are next for. You can still take somebody from the list."


class LevelReasonNeeded(HelplineError):
    """A level is less than the answers suggest. A person may set it all the same, and says why.

    `extra` holds the `suggestion` as `chat.services.triage.suggestion_wire` gives it; never words.
    """

    code = "level.reason_needed"
    status = 409
    message = "That is less than the answers suggest. Say why, to set it all the same."


class OfferGone(HelplineError):
    code = "offer.not_found"
    status = 404
    message = (
        "This conversation is not offered to you any more: somebody else has it, or it ended. Wait for "
        "the next, or take one from the list."
    )


class LineChanged(HelplineError):
    """Somebody else set the line since the page was opened."""

    code = "line.changed"
    status = 409
    message = (
        "Somebody else has changed the settings meanwhile, so nothing was saved. "
        "Look at what is in force now, then press again if you still mean it."
    )


class HandlerNotFound(HelplineError):
    code = "handler.not_found"
    status = 404
    message = "Nobody of that name takes conversations. Choose somebody from the list."


class AtCapacity(HelplineError):
    code = "presence.at_capacity"
    status = 409
    message = "You have as many conversations as you chose. Finish one, or raise the number under “At once”."


class Away(HelplineError):
    code = "presence.away"
    status = 409
    message = "You are set to away. Set yourself available first (Alt A)."


class WrappingUp(HelplineError):
    code = "presence.wrapping_up"
    status = 409
    message = "Finish the wrap-up of the talk that ended first."


class SkillNotYours(HelplineError):
    """A handler switches their own skills on and off; which are theirs an admin says."""

    code = "presence.skill_not_yours"
    status = 409
    message = "That skill is not on your account. Ask an admin to add it."


class Paused(HelplineError):
    """After a talk was ended for abuse; `extra["until"]` says when the pause is over by itself."""

    code = "presence.paused"
    status = 409
    message = "You have a pause. Carry on earlier if you are all right."


class HeldBack(HelplineError):
    """A date is out of date (helpline/standing/): nobody new, and the talks one has go on."""

    code = "presence.held_back"
    status = 409
    message = "Nobody new comes to you, because a date is out of date. Ask your administrator."


class NotForYou(HelplineError):
    """This handler said that they know the caller: the contact never comes to them again."""

    code = "queue.not_for_you"
    status = 409
    message = (
        "You said that you know this person. Leave this conversation to somebody else, and take another."
    )


class WarningFirst(HelplineError):
    """One warning must have been put into the box and sent; see chat/boundaries.py for the exceptions."""

    code = "boundary.warning_first"
    status = 409
    message = "Warn them once before you end the chat for this."


class DangerOpen(HelplineError):
    """Nobody answered what may be a danger. A person may close all the same, and says why.

    `extra` is what is open: `level`, `suggested`, `not_safe_now`, `cues`, `markers`, `unreadable`;
    never words.
    """

    code = "danger.open"
    status = 409
    message = "Somebody may be in danger, and that is still open. Say why, to close it all the same."


class DangerGone(HelplineError):
    code = "danger.not_found"
    status = 404
    message = "This danger is closed, or not there. Look under Safety for what stands now."


class DangerStands(HelplineError):
    code = "danger.stands"
    status = 409
    message = "This danger still stands. Close it first, then it can be reviewed."


class OwnProposal(HelplineError):
    """Who proposed does not approve, and who acted does not review."""

    code = "safeguarding.own"
    status = 409
    message = "You cannot look over what you did yourself. Ask another supervisor to do it."


class BreakGone(HelplineError):
    """Absent and not yours look alike."""

    code = "confidence.not_found"
    status = 404
    message = "This record is not here, or not open to you. Go back to Safety and choose it from the list."


class BreakOpen(HelplineError):
    code = "confidence.open"
    status = 409
    message = "A break of confidence is proposed for this contact already. Use that record."


class BreakStep(HelplineError):
    code = "confidence.step"
    status = 409
    message = "That is not the step that comes now. Look at the record again: somebody may have been faster."


class WordsGone(HelplineError):
    code = "confidence.words_gone"
    status = 409
    message = (
        "The words of this contact have been destroyed. There is nothing left to pass on: write down what "
        "its handler remembers, in the record alone."
    )


class ConsentRequired(HelplineError):
    code = "consent.required"
    message = (
        "We can only talk once you have agreed to the limits of confidentiality. Go back, read them, and "
        "agree if you want to go on."
    )


class ProofInvalid(HelplineError):
    code = "proof.invalid"
    message = "The check of your browser did not work. Please try again."


class FromElsewhere(HelplineError):
    """Another site's page would start contacts with its visitors' networks."""

    code = "request.from_elsewhere"
    status = 403
    message = (
        "A conversation can only be started on our own pages, so nothing was sent. Open the chat's own "
        "page and start there."
    )


class HoursClosed(HelplineError):
    code = "hours.closed"
    status = 403
    message = "The chat is closed now. Look on the page for when it opens, and for who can be rung now."


class IntakeFull(HelplineError):
    code = "intake.full"
    status = 403
    message = "Nobody can take new conversations now. Please try again later."


class NetworkBlocked(HelplineError):
    """Says nothing of why: somebody else may share the network with whoever was blocked."""

    code = "network.blocked"
    status = 403
    message = (
        "A chat cannot be started from this internet connection just now. Ring one of the lines, or use "
        "another connection."
    )


class BlockGone(HelplineError):
    code = "block.not_found"
    status = 404
    message = (
        "This block is not there any more: it has ended, or somebody lifted it. Load the page again to "
        "see which stand."
    )


class SurveyNotYet(HelplineError):
    code = "survey.not_yet"
    status = 409
    message = "The questions come after the end of the chat. Go on in the chat first."


class SurveyClosed(HelplineError):
    """Too late, or there is nothing to answer about: a contact that is gone looks the same."""

    code = "survey.closed"
    status = 410
    message = (
        "These questions can no longer be answered, and what you answered before is kept. You can close "
        "the page."
    )


class Training(HelplineError):
    code = "presence.training"
    status = 409
    message = "You are practising. Finish the practice first, wrap-up included."


class PracticeBusy(HelplineError):
    code = "practice.busy"
    status = 409
    message = "Finish the conversations you have first."


class PracticeOnly(HelplineError):
    code = "practice.only"
    status = 409
    message = "This is practice, and that is for real conversations. Go on practising, or end it first."


class PracticeUnknown(HelplineError):
    code = "practice.not_found"
    status = 404
    message = "There is nobody of that name to practise with. Choose somebody from the list."


class NotByChannel(HelplineError):
    code = "channel.not_here"
    status = 409
    message = (
        "This is a phone call or an e-mail: nothing is written or passed on here. Say it on the phone, or "
        "write your e-mail."
    )


class OnThePhone(HelplineError):
    code = "presence.on_phone"
    status = 409
    message = "You are on the phone. Nobody new comes before the call has ended: end it first (Alt W)."


class RecordingBusy(HelplineError):
    code = "record.busy"
    status = 409
    message = "You are recording one already. End it and close it first."


class AlertGone(HelplineError):
    code = "alert.not_found"
    status = 404
    message = (
        "This alert is not there any more: somebody answered it, or it is over. Load the board again to "
        "see what stands."
    )


class NoticeGone(HelplineError):
    """The notice was taken down, is over, or never was."""

    code = "notice.gone"
    status = 404
    message = (
        "This notice is not there any more: it was taken down, or its days are over. Load the page again "
        "to see which stand."
    )


class ReplyNotFound(HelplineError):
    code = "reply.not_found"
    status = 404
    message = "This saved reply is not there any more. Open the list again to see which are kept."


class TooManyReplies(HelplineError):
    code = "reply.too_many"
    status = 409
    message = "There are as many saved replies as can be kept. Delete one first."


class TransferOpen(HelplineError):
    code = "transfer.open"
    status = 409
    message = (
        "Somebody is already being asked to take this conversation. Wait for their answer, or take the "
        "asking back first."
    )


class TransferNobody(HelplineError):
    code = "transfer.nobody"
    status = 409
    message = (
        "Nobody who fits is available with a place left just now. Keep the talk, and ask again later or "
        "ask a supervisor for help."
    )


class HandlerGives(HelplineError):
    """A supervisor who has joined a talk says words in it; cards, triage and wrap-up stay its handler's."""

    code = "signpost.handler_gives"
    status = 409
    message = "Cards come from the handler of this talk. Whisper which one to send, or take the talk over."


class CardUnknown(HelplineError):
    """Absent, of another talk, hidden from whoever came back with a code, and no question look alike."""

    code = "card.not_found"
    status = 404
    message = "This question is not there any more. Go on in the chat: you can say it in a message."


class CardAnswered(HelplineError):
    code = "card.answered"
    status = 409
    message = (
        "The next thing has been asked, so your answer stays. You can say what has changed in a message."
    )


class NoContact(HelplineError):
    """A time out says when one is back, and so does a line of what to say as one goes."""

    code = "card.no_contact"
    status = 409
    message = (
        "An order or bail forbids contact: no time out, and nothing to say as they go. "
        "Make a plan to stay away."
    )


class NotChecked(HelplineError):
    code = "card.not_checked"
    status = 409
    message = "Ask first whether an order or bail forbids contact."


class NotForCaller(HelplineError):
    code = "card.not_for_caller"
    status = 409
    message = (
        "This card is for somebody who talks about what they do themselves, so it was not sent. Look at "
        "the caller type, or choose another."
    )


class TransferGone(HelplineError):
    """Absent and not asked of you look alike."""

    code = "transfer.gone"
    status = 409
    message = (
        "This conversation is no longer being passed on to you: somebody else has it, or its handler kept "
        "it. You can go on with what you have."
    )


class OwnTalk(HelplineError):
    code = "follow.own"
    status = 409
    message = "This conversation is your own, so there is nothing to follow. Open it from your list."


class CodeUnknown(HelplineError):
    code = "code.unknown"
    status = 404
    message = (
        "These words lead to no conversation. They may be spelled differently, or too old. Check each "
        "word, or start without them."
    )


class CodeInUse(HelplineError):
    code = "code.in_use"
    status = 409
    message = "The conversation of these words goes on. Come back to it instead."


class NotStored(HelplineError):
    """The database did not take it; the same command may be sent again with the same id."""

    code = "storage.unavailable"
    status = 503
    message = "This could not be stored just now. Please try again in a moment."


class ReviewGone(HelplineError):
    code = "review.gone"
    status = 410
    message = (
        "This talk cannot be reviewed (any more). Once its words are destroyed, what was not handed in is"
        " destroyed with them. Choose another one."
    )


class ReviewNone(HelplineError):
    code = "review.none"
    status = 404
    message = "No talk that fits is there to be drawn. Choose fewer conditions, or look again tomorrow."


class ReviewFull(HelplineError):
    code = "review.full"
    status = 409
    message = "Two supervisors have begun to review this talk already. Choose another one."


class ReviewChanged(HelplineError):
    code = "review.changed"
    status = 409
    message = (
        "This review was saved meanwhile from another window of yours. Copy what you still need, and load the"
        " page again."
    )


class ReviewHandedIn(HelplineError):
    code = "review.handed_in"
    status = 409
    message = "This review is handed in: take it back first, if that still goes."


class ReviewUnfinished(HelplineError):
    code = "review.unfinished"
    status = 409
    message = "Something has no score yet. What you have is saved. Score what is marked, then hand it in."


class ReviewSeen(HelplineError):
    code = "review.seen"
    status = 409
    message = (
        "It can no longer be taken back: both reviews are in, or the handler has read it. It stays as it "
        "is; talk with the handler if something is wrong."
    )

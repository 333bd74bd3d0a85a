"""Errors in the user's words: the one place that turns them into what a user reads."""

from __future__ import annotations

from bot import custom_id, errors
from bot.ledger.errors import StoreUnavailable, Unsettled
from bot.render.card import BUTTONS_A_ROW, CHOICE, OPTIONS_A_MENU, Button, Card, Colour, Menu, Option, Row
from bot.render.roles import fix
from bot.render.text import button_label, clip, counted, far_words, position_words, quoted, up_to
from facts.errors import UnknownPositionError, UnknownShowError
from facts.position import NOTHING

SOMETHING_WRONG = "Something went wrong on my side. Nothing was changed. If it happens again, tell whoever runs me: {}"


def error_card(error: Exception, reference: str) -> Card:
    """The card for an error; ``reference`` stands in the log beside what is not explained to users."""
    title, text = _explain(error, reference)
    if isinstance(error, errors.NothingFoundError) and error.ceiling is not None:
        text += f" {up_to(error.ceiling)}"
    card = Card(title=title, text=text, colour=Colour.ERROR)
    return card.with_rows(_choices(error)) if isinstance(error, errors.AmbiguousError) else card


def expected(error: Exception) -> bool:
    """Whether an error is part of normal use, so that it need not be logged with its trace."""
    return isinstance(error, errors.AskError | StoreUnavailable | UnknownShowError | UnknownPositionError)


def _choices(error: errors.AmbiguousError) -> Row:
    if len(error.choices) <= BUTTONS_A_ROW:
        return tuple(
            Button(button_label(label), custom_id.pack("entry", error.show, entry_id))
            for entry_id, label in error.choices
        )
    options = (Option(clip(label, CHOICE), entry_id) for entry_id, label in error.choices[:OPTIONS_A_MENU])
    return Menu(custom_id.pack("open", error.show), "Choose one", tuple(options))


def _explain(error: Exception, reference: str) -> tuple[str, str]:
    match error:
        case errors.NotFoundError(asked=asked, nearest=None):
            return "Not found", f"I know nothing called {quoted(asked)}."
        case errors.NotFoundError(asked=asked, nearest=str(nearest)):
            return "Not found", f"I know nothing called {quoted(asked)}. Did you mean **{nearest}**?"
        case errors.NoFactsError(asked=asked):
            return "Search", f"I know no facts for {quoted(asked)}."
        case errors.NothingHereError():
            return "Nothing here", "There is nothing here that I can show you."
        case errors.AmbiguousError(asked=asked):
            return "Which one?", f"Several go by {quoted(asked)}."
        case errors.BadPositionError(asked=asked):
            return "Not a position", f"{quoted(asked)} is not a position. Write `S3E4`, or `S3` for a whole season."
        case errors.NotAnEpisodeError(season=season):
            return "Which episode?", f"Choose an episode of season {season}, such as `S{season}E1`."
        case errors.NoSuchPositionError(title=title, episodes=episodes, position=position):
            return "No such episode", _no_such_position(title, episodes, position.season)
        case errors.NoSuchShowError(asked=asked, titles=titles):
            return "Not found", f"I don't know the show {quoted(asked)}. I know: {', '.join(titles) or 'none'}."
        case errors.TooLongError(option=option, limit=limit):
            return "Too long", f"`{option}` takes at most {limit} characters."
        case errors.NotAllowedError(permission=permission, where=where):
            return "Not allowed", f"That needs the permission **{permission}** {where}."
        case errors.BotLacksPermissionError(permissions=permissions):
            return (
                "I may not post here",
                f"I need {' and '.join(f'**{name}**' for name in permissions)} in this channel.",
            )
        case errors.CannotDeleteError():
            return "I may not delete messages here", "To hide a message I need **Manage Messages** in this channel."
        case errors.RoleRefusedError(trouble=trouble):
            return "I cannot do that", fix(trouble)
        case errors.RoleTakenError(season=season):
            return "That role is taken", f"It stands for season {season} already. Choose another, or empty that menu."
        case errors.NotAcceptedError():
            return "Not possible now", "Discord did not take that from me. Try again soon."
        case UnknownShowError() | UnknownPositionError():
            return "Just renewed", "What I know of the show has just been renewed. Nothing was changed; ask again."
        case errors.NeedsServerError():
            return "Only in a server", "That works only in a server that has added me. There, ask again."
        case errors.OutdatedButtonError():
            return "Out of date", "I don't know that button any more. Use the command again."
        case errors.RoundIsRunningError(guild=guild, channel=channel, message=message):
            where = f"https://discord.com/channels/{guild}/{channel}" + (f"/{message}" if message else "")
            return "There is a round here already", f"One round a channel: join [the one that is running]({where})."
        case errors.NoRoundError():
            return "No round here", "No round of trivia is running in this channel. `/trivia start` opens one."
        case errors.RoundOverError():
            return "It is over", "This round is over."
        case errors.RoundTooFarError(limit=limit):
            return (
                "Too far",
                f"A round here can go up to: {far_words(limit)}. That is as far as this channel and you go.",
            )
        case errors.NoSuchKindError(asked=asked):
            return "Not found", f"There is no kind of question called {quoted(asked)}. Choose one from the list."
        case errors.FilesError(hiding=True):
            return (
                "Too much",
                "I can keep at most 10 files of at most 8 MB each, and this message has more. Nothing was changed; "
                "delete the message instead.",
            )
        case errors.FilesError():
            return "Too much", "With a spoiler go at most 3 files of at most 8 MB each. Nothing was posted or changed."
        case errors.NoRoomError(own=True):
            return (
                "No room",
                "Your share of this server's room for files is used up: delete older spoilers of yours, or post "
                "without files.",
            )
        case errors.NoRoomError():
            return "No room", "This server's room for files is used up: delete older spoilers, or post without files."
        case errors.TooEarlyError(ceiling=ceiling):
            return (
                "That is too early",
                f"In this channel everybody may know: {far_words(ceiling)}. This seems to name something from after "
                "that: say how far beyond it one must have watched.",
            )
        case errors.EarlyTagError(since=since):
            return (
                "That tag looks too early",
                f"Who has watched {far_words(since)} is shown this unasked, and it seems to name something from after "
                "that. Say how far one must have watched, or send the form again as it is if I am wrong.",
            )
        case errors.UnsafeTitleError(pieces=pieces, show=show, ceiling=ceiling):
            named = f"without {', '.join(quoted(piece) for piece in pieces)}" if pieces else "in other words"
            return (
                "That title is not safe here",
                f"Everybody reads the title, and in public I speak here of {show} up to: {far_words(ceiling)}. "
                f"The title seems to name something from after that. Say it {named}, or leave the title out.",
            )
        case errors.FileGoneError():
            return "File not found", "Discord does not give me that file any more. Attach it again."
        case errors.NothingToHideError(mine=True):
            return "Nothing to hide", "That message is mine. I hide what people write."
        case errors.NothingToHideError():
            return (
                "Nothing to hide",
                "I can keep a message's text and files, and this one has neither: a poll, say, can only be deleted.",
            )
        case errors.MessageGoneError():
            return "It is gone", "That message is not there any more. Nothing was posted."
        case errors.SpoilerGoneError():
            return "It is gone", "This spoiler has been deleted."
        case errors.NotYoursError():
            return "Not allowed", "Only who wrote it and moderators may do that."
        case errors.PastTimeError(asked=asked):
            return "That has passed", f"{quoted(asked)} lies behind us. Name an hour ahead of us."
        case errors.TooFarTimeError(asked=asked):
            return "Too far ahead", f"{quoted(asked)} is more than a year away. I plan no further than that."
        case errors.BadTimeError(asked=asked):
            return (
                "Not an hour",
                f"I can't read {quoted(asked)} as a day and an hour. Write for example `20:00`, `friday 8pm`, "
                "`2026-12-01 20:00 UTC+1` or `in 2 hours`.",
            )
        case errors.BadZoneError(asked=asked):
            return (
                "Not a time zone",
                f"I know no time zone called {quoted(asked)}. Write a city's such as `Europe/Berlin`, or `UTC+1`.",
            )
        case errors.NoHourError():
            return "At which hour?", "Say in `when` at which hour the ceiling is to rise, such as `friday 20:00`."
        case errors.CeilingThereError(ceiling=ceiling):
            return (
                "It is there already",
                f"That channel may speak up to: {position_words(ceiling)}. A watch party is for an episode after that.",
            )
        case errors.NoMessagesThereError():
            return (
                "Nowhere to announce it",
                "Categories and forums hold no messages of their own. Use the command in one of their channels or "
                "posts, and I announce it there.",
            )
        case errors.NothingPlannedError():
            return "Nothing planned", "No watch party is planned there."
        case errors.OptionError():
            return "I can't read that", "One of the options is not what the command takes. Choose it from the list."
        case errors.NotInServerError():
            return "Not here", "That channel is not one of this server's."
        case errors.NothingToUndoError():
            return "Nothing to undo", "There is no change left to undo."
        case errors.RewatchTooFarError(watched=watched) if watched == NOTHING:
            return "You have not watched that", "Tell me first, with `/progress set`, how far you have watched."
        case errors.RewatchTooFarError(watched=watched):
            return (
                "You have not watched that",
                f"You can rewatch up to where you are: {position_words(watched)}. `/progress set` moves you forward.",
            )
        case Unsettled():
            return "Not sure", "I could not tell whether that was saved. Look at it again before you repeat it."
        case StoreUnavailable():
            return (
                "Not possible now",
                "My database does not answer. Nothing was changed; try again soon.",
            )
        case _:
            return "Something went wrong", SOMETHING_WRONG.format(f"`{reference}`")


def _no_such_position(title: str, episodes: tuple[int, ...], season: int) -> str:
    if 1 <= season <= len(episodes):
        return f"Season {season} of {title} has {counted(episodes[season - 1], 'episode')}."
    return f"{title} has {counted(len(episodes), 'season')}."

"""What can go wrong when a user asks for something, as types; ``bot.render.errors`` has the words."""

from __future__ import annotations

from bot.roles import Trouble
from facts.position import Position


class AskError(Exception):
    """The base of what a user is told privately; nothing has been changed."""


class NothingFoundError(AskError):
    """The view holds nothing of what was asked; ``ceiling`` where it was to be shared and is the channel's view."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked
        self.ceiling: Position | None = None


class NotFoundError(NothingFoundError):
    """Nothing of that name in the view: hidden and nonexistent are the same."""

    def __init__(self, asked: str, nearest: str | None = None) -> None:
        super().__init__(asked)
        self.nearest = nearest


class NoFactsError(NothingFoundError):
    """A search that was to be shared has found nothing."""


class NothingHereError(AskError):
    """A button leads to what is not in the presser's view: hidden and gone are the same."""


class AmbiguousError(AskError):
    """Several entries bear that name; ``choices`` holds (id, label) of each."""

    def __init__(self, show: str, asked: str, choices: tuple[tuple[str, str], ...]) -> None:
        super().__init__(asked)
        self.show = show
        self.asked = asked
        self.choices = choices


class BadPositionError(AskError):
    """What was typed is not a position such as S3E4."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class NotAnEpisodeError(AskError):
    """A season was named where one of its episodes is wanted."""

    def __init__(self, season: int) -> None:
        super().__init__(str(season))
        self.season = season


class NoSuchPositionError(AskError):
    """The show does not have that season or episode; how long it is, is public."""

    def __init__(self, title: str, episodes: tuple[int, ...], position: Position) -> None:
        super().__init__(str(position))
        self.title = title
        self.episodes = episodes
        self.position = position


class NoSuchShowError(AskError):
    """No show of that name is loaded."""

    def __init__(self, asked: str, titles: tuple[str, ...]) -> None:
        super().__init__(asked)
        self.asked = asked
        self.titles = titles


class TooLongError(AskError):
    """A text is longer than the option takes."""

    def __init__(self, option: str, limit: int) -> None:
        super().__init__(option)
        self.option = option
        self.limit = limit


class NotAllowedError(AskError):
    """The caller lacks a permission, named as Discord names it."""

    def __init__(self, permission: str, where: str = "here") -> None:
        super().__init__(permission)
        self.permission = permission
        self.where = where


class BotLacksPermissionError(AskError):
    """The bot lacks permissions in the channel, named as Discord names them."""

    def __init__(self, *permissions: str) -> None:
        super().__init__(", ".join(permissions))
        self.permissions = permissions


class CannotDeleteError(AskError):
    """The bot may not delete the message that it is to hide."""


class NotAcceptedError(AskError):
    """Discord did not take what was to be posted or answered: it fails, or cannot be reached."""


class NeedsServerError(AskError):
    """This works only in a server that has added the bot itself."""


class OutdatedButtonError(AskError):
    """A button or menu that the bot does not know, or no longer."""


class NothingToUndoError(AskError):
    """There is no change of progress to undo."""


class RewatchTooFarError(AskError):
    """One can rewatch only what one has watched."""

    def __init__(self, watched: Position) -> None:
        super().__init__(str(watched))
        self.watched = watched


class RoundIsRunningError(AskError):
    """One round a channel, and one is running; ``message`` is its newest message, where that is known."""

    def __init__(self, guild: int, channel: int, message: int | None) -> None:
        super().__init__(str(channel))
        self.guild = guild
        self.channel = channel
        self.message = message


class NoRoundError(AskError):
    """No round runs in that channel."""


class RoundOverError(AskError):
    """The round that a button belongs to is over."""


class RoundTooFarError(AskError):
    """A round goes no further than its channel's ceiling and its host's own progress."""

    def __init__(self, limit: Position) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NoSuchKindError(AskError):
    """There is no such kind of trivia question."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class FilesError(AskError):
    """Files are more, or larger, than what goes with a spoiler; ``hiding``: than what is kept of a message."""

    def __init__(self, *, hiding: bool = False) -> None:
        super().__init__(str(hiding))
        self.hiding = hiding


class NoRoomError(AskError):
    """The room for files is used up: the server's, or somebody's ``own`` share of it."""

    def __init__(self, *, own: bool) -> None:
        super().__init__(str(own))
        self.own = own


class TooEarlyError(AskError):
    """What goes beyond a channel's ceiling was to be shown to who has watched no further than it."""

    def __init__(self, ceiling: Position) -> None:
        super().__init__(str(ceiling))
        self.ceiling = ceiling


class EarlyTagError(AskError):
    """The words of a spoiler seem to go beyond the position from which they are said to be safe."""

    def __init__(self, since: Position) -> None:
        super().__init__(str(since))
        self.since = since


class UnsafeTitleError(AskError):
    """A spoiler's title, which everybody reads, speaks of what lies beyond the ceiling of a show; ``pieces`` do, if any
    can be told apart.
    """

    def __init__(self, pieces: tuple[str, ...], show: str, ceiling: Position) -> None:
        super().__init__("a title")
        self.pieces = pieces
        self.show = show
        self.ceiling = ceiling


class FileGoneError(AskError):
    """A file can no longer be fetched from Discord."""


class NothingToHideError(AskError):
    """A message has no text and no files, or is one of the bot's own (``mine``)."""

    def __init__(self, *, mine: bool = False) -> None:
        super().__init__(str(mine))
        self.mine = mine


class MessageGoneError(AskError):
    """The message that was to be hidden is not there any more."""


class SpoilerGoneError(AskError):
    """A spoiler has been deleted."""


class NotYoursError(AskError):
    """Only a message's author and moderators may do that."""


class BadTimeError(AskError):
    """What was typed is not a moment such as 20:00."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class PastTimeError(BadTimeError):
    """A moment has passed already."""


class TooFarTimeError(BadTimeError):
    """A moment lies further ahead than is planned."""


class BadZoneError(AskError):
    """There is no time zone of that name."""

    def __init__(self, asked: str) -> None:
        super().__init__(asked)
        self.asked = asked


class NoHourError(AskError):
    """A watch party without its hour."""


class CeilingThereError(AskError):
    """A channel may speak of that already, so that there is nothing to announce."""

    def __init__(self, ceiling: Position) -> None:
        super().__init__(str(ceiling))
        self.ceiling = ceiling


class NoMessagesThereError(AskError):
    """A category or forum holds no messages of its own, so that nothing can be announced in it."""


class NothingPlannedError(AskError):
    """There is no watch party to call off."""


class OptionError(AskError):
    """An option came in a form that Discord's own apps do not send."""


class NotInServerError(AskError):
    """That channel is not one of this server's."""


class RoleRefusedError(AskError):
    """A role cannot be used, or made, for what somebody wants it for."""

    def __init__(self, trouble: Trouble) -> None:
        super().__init__(trouble.name)
        self.trouble = trouble


class RoleTakenError(AskError):
    """A role stands for another season already."""

    def __init__(self, season: int) -> None:
        super().__init__(str(season))
        self.season = season

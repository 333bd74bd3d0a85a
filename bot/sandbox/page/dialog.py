"""A form (modal) on the page."""

from __future__ import annotations

from typing import Any

from nicegui import ui
from nicegui.events import GenericEventArguments

from bot.sandbox.commandline import NotOfferedError
from bot.sandbox.page.components import Context
from bot.sandbox.page.forms import form_html, submitted
from bot.sandbox.page.html import Html
from bot.sandbox.page.people import names
from bot.sandbox.page.scene import NO_ANSWER, Scene, Viewer
from bot.sandbox.reply import Reply
from bot.sandbox.user import UnansweredError


def open_form(scene: Scene, viewer: Viewer, reply: Reply) -> None:
    """Show the form of a reply until it was sent or closed."""
    modal: dict[str, Any] = reply.modal or {}
    where = viewer.actor.where
    context = Context(names(scene.world, where.guild), where, lambda _: None)
    dialog = Html("dialog", "modal")
    dialog.props(f'aria-label="{viewer.user.display_name}: form"')
    dialog.show(form_html(modal, context))

    async def send(event: GenericEventArguments) -> None:
        try:
            answer = await viewer.actor.submit(reply, submitted(modal, event.args))
        except NotOfferedError as error:
            dialog.show(form_html(modal, context, f"Discord would not send that: {error}."))
            return
        except UnansweredError:
            dialog.show(form_html(modal, context, f"{NO_ANSWER}. Try again, or cancel."))
            return
        dialog.delete()
        scene.feed.changed()
        if answer.modal is not None:
            open_form(scene, viewer, answer)

    dialog.on("submit", send, js_handler="(event) => emit(sandbox.submitted(event))")
    dialog.on("close", dialog.delete)
    ui.run_javascript(f"sandbox.open(getHtmlElement({dialog.id}))")

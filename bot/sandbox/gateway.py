"""The gateway: websocket sessions that are told what happens, and can be resumed."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from contextlib import suppress
from typing import Any, Final

from aiohttp import WSCloseCode, WSMsgType, web

from bot.sandbox import payloads
from bot.sandbox.payloads.users import application_flags, current_user
from bot.sandbox.session import Close, Fault, Op, Session
from bot.sandbox.snowflakes import shard_of
from bot.sandbox.world import Event, User, World
from bot.sandbox.world.events import GUILD_MEMBERS, GUILDS
from bot.sandbox.world.users import MESSAGE_CONTENT, PRIVILEGED

LARGEST_FRAME: Final = 4096
"""Characters that a client may send at once."""

_ON_THE_WAY: Final = 0.05
"""Seconds until a heartbeat is answered, as over a network.

discord.py notes in another thread when it has sent one: an answer that comes sooner is taken for one to the heartbeat
before, and a connection that is well for one that lags by the whole interval.
"""
_KNOWN_INTENTS: Final = (1 << 26) - 1


class Gateway:
    """All sessions of the bot.

    ``accepts_resume`` off makes every RESUME an invalid session; ``answers_heartbeats`` off makes the connection look
    dead; ``closed`` refuses new connections, as in an outage. ``faults`` befall the next connections, one each.
    """

    def __init__(self, world: World, *, heartbeat_interval: float = 41.25) -> None:
        self._world = world
        self.heartbeat_interval = heartbeat_interval
        self._count = 0
        self.url = ""
        self.sessions: dict[str, Session] = {}
        self.accepts_resume = True
        self.answers_heartbeats = True
        self.closed = False
        self.faults: deque[Fault] = deque()
        self.connections = 0
        """How many were made or tried."""
        self.identified = asyncio.Event()
        world.listeners.append(self._on_event)

    @property
    def connected(self) -> list[Session]:
        """The sessions that have a connection now."""
        return [session for session in self.sessions.values() if session.socket is not None]

    async def drop(self, code: int = WSCloseCode.ABNORMAL_CLOSURE) -> None:
        """Break all connections; sessions can be resumed. By default without a word, as when a line is cut."""
        for session in self.connected:
            socket, session.socket = session.socket, None
            if socket is None:
                continue
            if code == WSCloseCode.ABNORMAL_CLOSURE:
                transport = socket._req and socket._req.transport  # noqa: SLF001  (aiohttp offers no hard cut)
                if transport:
                    transport.abort()
            else:
                await socket.close(code=code)

    async def ask_to_reconnect(self) -> None:
        """Send RECONNECT to all connections, as Discord does before it moves them."""
        await self._send_all(Op.RECONNECT, None)

    async def invalidate(self, *, resumable: bool = False) -> None:
        """Declare all sessions invalid."""
        sockets = [session.socket for session in self.connected]
        if not resumable:
            self.sessions.clear()
        for socket in sockets:
            if socket is not None:
                await _send(socket, Op.INVALID_SESSION, resumable)

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """Serve one connection."""
        self.connections += 1
        fault = self.faults.popleft() if self.faults else None
        if self.closed:
            raise web.HTTPServiceUnavailable
        if fault is not None and fault.at == "connect":
            return await _befall(fault, request)
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        if fault is not None and fault.at == "hello":
            await _befall(fault, socket)
            return socket
        await _send(socket, Op.HELLO, {"heartbeat_interval": int(self.heartbeat_interval * 1000), "_trace": []})
        session: Session | None = None
        writer: asyncio.Task[None] | None = None
        answer: asyncio.Task[None] | None = None
        try:
            async for frame in socket:
                if frame.type is not WSMsgType.TEXT:
                    await socket.close(code=Close.DECODE_ERROR)
                    break
                try:
                    if len(frame.data) > LARGEST_FRAME:
                        raise ValueError("too large")
                    message = json.loads(frame.data)
                    op, data = Op(message["op"]), message.get("d")
                except (ValueError, TypeError, KeyError):
                    await socket.close(code=Close.DECODE_ERROR)
                    break
                if op is Op.HEARTBEAT:
                    if self.answers_heartbeats:
                        answer = asyncio.create_task(_answer_heartbeat(socket), name="sandbox gateway heartbeat")
                elif op in (Op.IDENTIFY, Op.RESUME):
                    if session is not None:
                        await socket.close(code=Close.ALREADY_AUTHENTICATED)
                        break
                    if fault is not None and fault.at == op.name.lower():
                        await _befall(fault, socket)
                        continue
                    begin = self._identify if op is Op.IDENTIFY else self._resume
                    session = await begin(socket, data)
                    if session is not None:
                        writer = asyncio.create_task(_write(session, socket), name="sandbox gateway writer")
                elif session is None:
                    await socket.close(code=Close.NOT_AUTHENTICATED)
                elif op is Op.REQUEST_MEMBERS:
                    self._send_members(session, data)
                elif op not in (Op.PRESENCE, Op.VOICE_STATE):
                    await socket.close(code=Close.UNKNOWN_OPCODE)
        finally:
            for task in (writer, answer):
                if task is not None:
                    task.cancel()
            if session is not None and session.socket is socket:
                session.socket = None
                # A client that says goodbye gives its session up.
                if socket.close_code in (WSCloseCode.OK, WSCloseCode.GOING_AWAY):
                    self.sessions.pop(session.id, None)
        return socket

    async def _identify(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        application = self._world.application
        if data.get("token") != application.token:
            await socket.close(code=Close.AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return None
        intents = data.get("intents")
        if not isinstance(intents, int) or intents < 0 or intents & ~_KNOWN_INTENTS:
            await socket.close(code=Close.INVALID_INTENTS, message=b"Invalid intent(s).")
            return None
        if intents & PRIVILEGED & ~application.granted_intents:
            await socket.close(code=Close.DISALLOWED_INTENTS, message=b"Disallowed intent(s).")
            return None
        number, count = data.get("shard") or (0, 1)
        if not 0 <= number < count:
            await socket.close(code=Close.INVALID_SHARD, message=b"Invalid shard.")
            return None
        self._count += 1
        session = Session(f"session-{self._count}", intents, (number, count), socket)
        self.sessions[session.id] = session
        guilds = [
            guild
            for guild in self._world.guilds.values()
            if guild.bot_installed and shard_of(guild.id, count) == number
        ]
        session.dispatch(
            "READY",
            {
                "v": 10,
                "user": current_user(self._world.bot),
                "session_type": "normal",
                "session_id": session.id,
                "resume_gateway_url": self.url,
                "shard": [number, count],
                "application": {"id": str(application.id), "flags": application_flags(application)},
                "guilds": [{"id": str(guild.id), "unavailable": True} for guild in guilds],
                "private_channels": [],
                "relationships": [],
                "presences": [],
                "user_settings": {},
                "geo_ordered_rtc_regions": [],
                "_trace": [],
            },
        )
        if intents & GUILDS:
            for guild in guilds:
                if guild.available:
                    session.dispatch("GUILD_CREATE", self._cut("GUILD_CREATE", payloads.guild_create(guild), session))
        self.identified.set()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: dict[str, Any]) -> Session | None:
        if data.get("token") != self._world.application.token:
            await socket.close(code=Close.AUTHENTICATION_FAILED, message=b"Authentication failed.")
            return None
        session = self.sessions.get(data.get("session_id", ""))
        sequence = data.get("seq") or 0
        oldest = session.sent[0][0] if session and session.sent else 1
        if session is None or not self.accepts_resume or sequence < oldest - 1:
            await _send(socket, Op.INVALID_SESSION, False)
            return None
        if sequence > session.sequence:
            await socket.close(code=Close.INVALID_SEQUENCE, message=b"Invalid seq.")
            return None
        session.socket = socket
        session.outbox = asyncio.Queue()
        session.resumed += 1
        for number, frame in session.sent:
            if number > sequence:
                session.outbox.put_nowait(frame)
        session.dispatch("RESUMED", {"_trace": []})
        return session

    def _on_event(self, event: Event) -> None:
        for session in self.sessions.values():
            if session.wants(event):
                session.dispatch(event.name, self._cut(event.name, event.data, session, event))

    def _cut(self, name: str, data: dict[str, Any], session: Session, event: Event | None = None) -> dict[str, Any]:
        """Remove what the session's intents do not cover."""
        if name == "GUILD_CREATE" and not session.intents & GUILD_MEMBERS:
            own = [m for m in data["members"] if m["user"]["id"] == str(self._world.bot.id)]
            return {**data, "members": own}
        if event is None or event.message is None or session.intents & MESSAGE_CONTENT:
            return data
        message = event.message
        bot: User = self._world.bot
        if message.author is bot or bot in message.mentions or message.channel.guild is None:
            return data
        return {**data, "content": "", "embeds": [], "attachments": [], "components": []}

    def _send_members(self, session: Session, data: dict[str, Any]) -> None:
        guild = self._world.guilds.get(int(data["guild_id"]))
        if guild is None:
            return
        ids = data.get("user_ids")
        wanted = {int(key) for key in ([ids] if isinstance(ids, str | int) else ids or ())}
        query = (data.get("query") or "").casefold()
        found = [
            member
            for member in guild.members.values()
            if (member.user.id in wanted if wanted else member.user.name.casefold().startswith(query))
        ]
        limit = data.get("limit") or len(found)
        session.dispatch(
            "GUILD_MEMBERS_CHUNK",
            {
                "guild_id": str(guild.id),
                "members": [payloads.member(member) for member in found[:limit]],
                "chunk_index": 0,
                "chunk_count": 1,
                "not_found": [str(key) for key in sorted(wanted - guild.members.keys())],
                "nonce": data.get("nonce"),
            },
        )

    async def _send_all(self, op: Op, data: Any) -> None:
        for session in self.connected:
            if session.socket is not None:
                await _send(session.socket, op, data)


async def _befall(fault: Fault, where: web.Request | web.WebSocketResponse) -> web.StreamResponse:
    """Let it happen."""
    if isinstance(where, web.Request):
        if isinstance(fault.what, int):
            return web.Response(status=fault.what)
        await asyncio.Event().wait()  # until the client or the stand-in closes
        raise AssertionError
    if isinstance(fault.what, int):
        await where.close(code=fault.what)
    elif fault.what == "invalid":
        await _send(where, Op.INVALID_SESSION, False)
    elif fault.at == "hello":
        await where.receive()
    return where


async def _send(socket: web.WebSocketResponse, op: Op, data: Any) -> None:
    await socket.send_str(json.dumps({"op": op, "d": data, "s": None, "t": None}))


async def _answer_heartbeat(socket: web.WebSocketResponse) -> None:
    await asyncio.sleep(_ON_THE_WAY)
    with suppress(ConnectionError, RuntimeError):  # the reading side notices the end of the connection
        await _send(socket, Op.HEARTBEAT_ACK, None)


async def _write(session: Session, socket: web.WebSocketResponse) -> None:
    """Send a session's events in order while this connection lasts."""
    outbox = session.outbox
    while not socket.closed:
        frame = await outbox.get()
        try:
            await socket.send_str(frame)
        except (ConnectionError, RuntimeError):
            # The event is kept for the resume; the reading side notices the end of the connection.
            return

"""The foundation's story, told by a Python client that a generator made from the document of the API alone.

Nothing of a request or an answer is written by hand: only generated functions and types are used. Each step that
held is printed; the first that does not hold ends the program.
"""

import io
import struct
import sys
import zlib

from generated import AuthenticatedClient, Client
from generated.api.auth import sign_in, sign_out, refresh, register
from generated.api.channels import create_channel, list_channels
from generated.api.guilds import create_guild
from generated.api.invites import accept_invite, create_invite, find_invite
from generated.api.members import list_members
from generated.api.messages import create_message, delete_message, edit_message, find_message, list_messages
from generated.api.users import current_user, update_current_user, upload_avatar
from generated.models import (
    Channel,
    CreateChannel,
    CreateGuild,
    CreateInvite,
    CreateMessage,
    CurrentUser,
    EditMessage,
    ErrorBody,
    Guild,
    Invite,
    SignInRequest,
    Message,
    RefreshRequest,
    RegisterRequest,
    TokenPair,
    UpdateCurrentUser,
    UploadForm,
)
from generated.types import File

PASSWORD = "correct horse battery staple"
URL = sys.argv[1]


def step(name: str, holds: object) -> None:
    if not holds:
        sys.exit(f"not so: {name}")
    print(f"step {name}", flush=True)


def a(kind: type, value: object):
    """The answer, which must be of the type that the document promises for a success."""
    if not isinstance(value, kind):
        sys.exit(f"{kind.__name__} was promised, {value!r} came")
    return value


def signed_in(pair: TokenPair) -> AuthenticatedClient:
    return AuthenticatedClient(base_url=URL, token=pair.access_token, raise_on_unexpected_status=True)


def arrives(anybody: Client, name: str) -> AuthenticatedClient:
    """Somebody new, who then logs in and renews what the log-in gave."""
    address = f"{name}@example.org"
    new = a(TokenPair, register.sync(client=anybody, body=RegisterRequest(email=address, username=name, password=PASSWORD)))
    step(f"{name} registers", new.user.username == name)
    pair = a(TokenPair, sign_in.sync(client=anybody, body=SignInRequest(email=address, password=PASSWORD)))
    step(f"{name} logs in", pair.access_token != new.access_token)
    fresh = a(TokenPair, refresh.sync(client=anybody, body=RefreshRequest(refresh_token=pair.refresh_token)))
    step(f"{name} refreshes", fresh.refresh_token != pair.refresh_token)
    return signed_in(fresh)


def image() -> bytes:
    """A PNG of 16 by 16 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    rows = b"".join(b"\0" + b"\x20\x80\xf0" * 16 for _ in range(16))
    header = struct.pack(">IIBBBBB", 16, 16, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def founds(ann: AuthenticatedClient) -> tuple[Guild, Channel, Invite]:
    guild = a(Guild, create_guild.sync(client=ann, body=CreateGuild(name="Tea")))
    step("a guild", guild.name == "Tea")
    channel = a(Channel, create_channel.sync(guild.id, client=ann, body=CreateChannel(name="green", topic="Leaves")))
    step("a channel", channel.name == "green" and channel.topic == "Leaves")
    step("the channels", channel.id in [each.id for each in a(list, list_channels.sync(guild.id, client=ann))])
    invite = a(Invite, create_invite.sync(channel.id, client=ann, body=CreateInvite(max_uses=5)))
    step("an invite", invite.code)
    return guild, channel, invite


def joins(ben: AuthenticatedClient, guild: Guild, invite: Invite) -> None:
    anybody = Client(base_url=URL)
    step("what the invite leads to", a(Invite, find_invite.sync(invite.code, client=anybody)).code == invite.code)
    step("the second person joins", a(Invite, accept_invite.sync(invite.code, client=ben)).code == invite.code)
    step("the members", len(a(list, list_members.sync(guild.id, client=ben, limit=10))) == 2)


def talk(ann: AuthenticatedClient, ben: AuthenticatedClient, channel: Channel) -> None:
    said = a(Message, create_message.sync(channel.id, client=ann, body=CreateMessage(content="Hello")))
    answer = a(Message, create_message.sync(channel.id, client=ben, body=CreateMessage(content="Hi")))
    step("both speak", said.content == "Hello" and answer.content == "Hi")
    edited = a(Message, edit_message.sync(channel.id, said.id, client=ann, body=EditMessage(content="Hello!")))
    step("an edit", edited.content == "Hello!" and edited.edited_timestamp is not None)
    step("one message", a(Message, find_message.sync(channel.id, said.id, client=ben)).content == "Hello!")
    step("a deletion", delete_message.sync_detailed(channel.id, answer.id, client=ben).status_code == 204)
    history = a(list, list_messages.sync(channel.id, client=ben, limit=10))
    step("the history", [message.content for message in history] == ["Hello!"])
    refused = edit_message.sync(channel.id, said.id, client=ben, body=EditMessage(content="Mine"))
    step("a refusal, in the promised form", a(ErrorBody, refused).code == 50005)


def shows_herself(ann: AuthenticatedClient) -> None:
    file = File(payload=io.BytesIO(image()), file_name="ann.png", mime_type="image/png")
    user = a(CurrentUser, upload_avatar.sync(client=ann, body=UploadForm(file=file)))
    step("an avatar", user.avatar)
    named = a(CurrentUser, update_current_user.sync(client=ann, body=UpdateCurrentUser(global_name="Ann")))
    step("a name", named.global_name == "Ann")
    step("the user", a(CurrentUser, current_user.sync(client=ann)).avatar == user.avatar)


def leaves(ben: AuthenticatedClient) -> None:
    step("logging out", sign_out.sync_detailed(client=ben).status_code == 204)
    step("a closed door", a(ErrorBody, current_user.sync(client=ben)).code == 0)


def main() -> None:
    anybody = Client(base_url=URL, raise_on_unexpected_status=True)
    ann, ben = arrives(anybody, "ann"), arrives(anybody, "ben")
    guild, channel, invite = founds(ann)
    joins(ben, guild, invite)
    talk(ann, ben, channel)
    shows_herself(ann)
    leaves(ben)
    print("done", flush=True)


main()

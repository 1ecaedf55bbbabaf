//! What the gateway tells, under `webhooks`: each event by its name, with the schema of its `d`.

use utoipa::{
    Modify, ToSchema,
    openapi::{
        ContentBuilder, HttpMethod, OpenApi, PathItem, PathsBuilder, Ref, RefOr, ResponseBuilder, Schema, path::OperationBuilder,
        request_body::RequestBodyBuilder,
    },
};

use crate::{
    features::{
        blocks::events::BlocksUpdate,
        channels::view::Channel,
        conversations::{events::PrivateChannelDelete, view::PrivateChannel},
        guilds::{
            events::GuildDelete,
            view::{Emoji, Guild, GuildCreate},
        },
        invites::events::{InviteCreate, InviteDelete},
        members::{events::GuildMemberRemove, view::GuildMember},
        messages::{
            events::{MessageDelete, MessageDeleteBulk},
            view::GatewayMessage,
        },
        notifications::view::NotificationSetting,
        presence::{events::PresenceUpdate, view::Presence},
        read_states::events::MessageAck,
        roles::events::{GuildRole, GuildRoleDelete},
        settings::view::Settings,
        typing::events::TypingStart,
        users::view::CurrentUser,
    },
    gateway::{
        member_lists::payloads::MemberListUpdate,
        payloads::{GuildMembersChunk, Ready, Resumed},
    },
};

/// Adds the events and their schemas.
pub struct Events;

struct Collector {
    paths: PathsBuilder,
    schemas: Vec<(String, RefOr<Schema>)>,
}

impl Modify for Events {
    fn modify(&self, document: &mut OpenApi) {
        let mut collector = Collector { paths: PathsBuilder::new(), schemas: Vec::new() };
        collector.all();
        document.webhooks = Some(collector.paths.build());
        let components = document.components.get_or_insert_default();
        Emoji::schemas(&mut collector.schemas);
        for (name, schema) in collector.schemas {
            components.schemas.entry(name).or_insert(schema);
        }
    }
}

impl Collector {
    fn all(&mut self) {
        self.add::<Ready>("READY", "The first event of a session");
        self.add::<Resumed>("RESUMED", "All that was missed has been sent");
        self.add::<Ready>("READY", "The session has begun");
        self.add::<Resumed>("RESUMED", "All that was missed has been sent");
        self.add::<GuildCreate>("GUILD_CREATE", "A guild that the session is told of: at first, after joining");
        self.add::<Guild>("GUILD_UPDATE", "A guild has changed");
        self.add::<GuildDelete>("GUILD_DELETE", "A guild is gone, or the session's user is no member any more");
        self.add::<Channel>("CHANNEL_CREATE", "A channel was made, or came in sight");
        self.add::<Channel>("CHANNEL_UPDATE", "A channel has changed");
        self.add::<Channel>("CHANNEL_DELETE", "A channel was deleted, or went out of sight");
        self.add::<GuildRole>("GUILD_ROLE_CREATE", "A role was made");
        self.add::<GuildRole>("GUILD_ROLE_UPDATE", "A role has changed");
        self.add::<GuildRoleDelete>("GUILD_ROLE_DELETE", "A role was deleted");
        self.add::<GuildMember>("GUILD_MEMBER_ADD", "Somebody joined");
        self.add::<GuildMember>("GUILD_MEMBER_UPDATE", "A member has changed");
        self.add::<GuildMemberRemove>("GUILD_MEMBER_REMOVE", "Somebody left or was put out");
        self.add::<GuildMembersChunk>("GUILD_MEMBERS_CHUNK", "A part of the members that were asked for");
        self.add::<TypingStart>("TYPING_START", "Somebody writes; it holds for ten seconds");
        self.add::<GatewayMessage>("MESSAGE_CREATE", "A message was sent");
        self.add::<GatewayMessage>("MESSAGE_UPDATE", "A message was changed");
        self.add::<MessageDelete>("MESSAGE_DELETE", "A message was deleted");
        self.add::<MessageDeleteBulk>("MESSAGE_DELETE_BULK", "Messages of one channel were deleted");
        self.add::<PresenceUpdate>("PRESENCE_UPDATE", "Somebody came, went or changed their status");
        self.add::<TypingStart>("TYPING_START", "Somebody types; to be shown for ten seconds");
        self.add::<GuildMembersChunk>("GUILD_MEMBERS_CHUNK", "A part of the answer to a request for members");
        self.add::<InviteCreate>("INVITE_CREATE", "An invite was made; told to those who manage it");
        self.add::<InviteDelete>("INVITE_DELETE", "An invite was taken back; told to those who manage it");
        self.add::<CurrentUser>("USER_UPDATE", "The session's own user has changed");
        self.extended();
    }

    /// What only a session gets that has said that it knows what is only ChatSpace's.
    fn extended(&mut self) {
        let ack = "What the user has read has changed, in another way than by messages";
        self.add::<MessageAck>("CHATSPACE_MESSAGE_ACK", ack);
        let setting = "What the user wants to hear of a place has changed";
        self.add::<NotificationSetting>("CHATSPACE_NOTIFICATION_SETTINGS_UPDATE", setting);
        let update = "A conversation came into the user's list, or has changed";
        self.add::<PrivateChannel>("CHATSPACE_PRIVATE_CHANNEL_UPDATE", update);
        let delete = "A conversation left the user's list: closed, left, or they were taken out";
        self.add::<PrivateChannelDelete>("CHATSPACE_PRIVATE_CHANNEL_DELETE", delete);
        self.add::<BlocksUpdate>("CHATSPACE_BLOCKS_UPDATE", "Whom the user blocks now");
        let presence = "Somebody in a conversation of the user came, went or changed their status";
        self.add::<Presence>("CHATSPACE_PRESENCE_UPDATE", presence);
        let members = "The part of a member list that the session looks at, and what has changed in it";
        self.add::<MemberListUpdate>("CHATSPACE_MEMBER_LIST_UPDATE", members);
        self.add::<Settings>("CHATSPACE_SETTINGS_UPDATE", "The user's settings have changed");
    }

    fn add<T: ToSchema>(&mut self, event: &str, description: &str) {
        let name = T::name().into_owned();
        let body = ContentBuilder::new().schema(Some(RefOr::Ref(Ref::from_schema_name(&name)))).build();
        let operation = OperationBuilder::new()
            .operation_id(Some(event))
            .description(Some(description))
            .request_body(Some(RequestBodyBuilder::new().content("application/json", body).build()))
            .response("200", ResponseBuilder::new().description("Nothing is answered").build())
            .build();
        let paths = std::mem::take(&mut self.paths);
        self.paths = paths.path(event, PathItem::new(HttpMethod::Post, operation));
        self.schemas.push((name, T::schema()));
        T::schemas(&mut self.schemas);
    }
}

//! One thing has one name: identifiers that were replaced are refused.

use std::collections::BTreeSet;

use proc_macro2::{TokenStream, TokenTree};

/// Where an identifier is refused, the identifier, and its replacement. An empty folder is all of `src`.
const REPLACED: &[(&str, &str, &str)] = &[
    ("", "Refusal", "ApiError"),
    ("", "refusal", "error"),
    ("", "Failure", "DbError"),
    ("", "failure", "error"),
    ("", "Work", "UnitOfWork"),
    ("", "work", "uow"),
    ("", "Turn", "WriteJob"),
    ("", "Turns", "Permits"),
    ("", "turn", "job or permit"),
    ("writer", "Job", "WriteJob"),
    ("writer", "Piece", "BatchItem"),
    ("writer", "Mark", "Savepoint"),
    ("writer", "Place", "SavepointState"),
    ("writer", "Step", "Effect"),
    ("", "Look", "AfterCommit or Subscription"),
    ("", "Bell", "WorkerSignal"),
    ("", "Bells", "WorkerSignals"),
    ("", "bell", "signal or waker"),
    ("", "Told", "Recipients or WakeQueue"),
    ("", "tell", "publish or notify"),
    ("", "announce", "publish"),
    ("", "announced", "published"),
    ("", "Condition", "StorageHealth"),
    ("", "SlowWork", "BlockingPool"),
    ("", "slow_work", "blocking_pool"),
    ("", "Venue", "MessageChannel"),
    ("", "venue", "message_channel"),
    ("", "in_venue", "authorize_channel"),
    ("", "Place", "Scope"),
    ("", "Conversation", "DmChannel"),
    ("", "conversation", "dm"),
    ("", "conversations", "dms or dm_channels"),
    ("", "talk", "dm"),
    ("", "CompressedTurn", "CompressionPermit"),
    ("", "letter", "email"),
    ("", "letters", "emails"),
    ("", "Link", "EmailToken or ConnectionHandle"),
    ("", "Links", "EmailTokens or Connections"),
    ("gateway", "link", "handle"),
    ("", "LoginId", "SessionId"),
    ("", "LogIn", "SignIn"),
    ("", "log_in", "sign_in"),
    ("", "Chosen", "PresenceStatus"),
    ("", "pictures", "images"),
    ("", "tombstone", "anonymised"),
    ("", "living", "active"),
    ("", "faces", "profile_version"),
    ("", "Outflow", "OutboundStream"),
    ("", "Outlet", "LogWriter"),
    ("app", "front", "request_pipeline"),
    ("", "Door", "AdmissionRules"),
    ("", "let_in", "set_cookie"),
    ("", "let_go", "clear_cookie"),
    ("", "Scene", "MentionContext"),
    ("", "Occasion", "NotificationContext"),
    ("", "Arrival", "PushTrigger"),
    ("", "Chores", "Workers"),
    ("", "Segments", "Path"),
    ("", "Params", "Query"),
    ("", "Body", "Json"),
    ("", "Kept", "what is cached, stored or exported"),
    ("", "Asked", "a request by what it asks for"),
    ("", "Wanted", "a request by what it asks for"),
    ("", "Answer", "a response by what it answers"),
    ("", "survey", "probe"),
    ("", "Survey", "Probe"),
    ("", "LoginRequest", "SignInRequest"),
    ("", "LogoutAllRequest", "SignOutEverywhereRequest"),
    ("", "LoginSession", "AuthSession"),
    ("", "Letter", "Email"),
    ("", "LetterKind", "EmailKind"),
    ("", "LetterState", "EmailState"),
    ("", "LinkToken", "EmailTokenRequest"),
    ("", "MadeInvite", "CreatedInvite"),
    ("", "PictureFile", "ImageFile"),
    ("", "picture", "image or initial state"),
    ("", "Picture", "Image"),
    ("", "OpenConversation", "OpenDmChannel"),
    ("", "PrivateChannel", "DmChannel"),
    ("", "PrivateChannelDelete", "DmChannelDelete"),
    ("", "PrivateChannelUpdate", "DmChannelUpdate"),
    ("", "PrivatePresenceUpdate", "DmPresenceUpdate"),
    ("", "ChosenStatus", "PresenceStatus"),
    ("wire", "Status", "VisibleStatus or PresenceStatus"),
    ("", "PlaceId", "ScopeId"),
    ("", "CallerAndPlace", "CallerAndScope"),
    ("", "logout", "sign_out"),
    ("", "LOGINS_PER_USER", "AUTH_SESSIONS_PER_USER"),
    ("", "LOGIN_IDLE", "SESSION_IDLE"),
    ("", "COMMANDS_PER_PLACE", "COMMANDS_PER_SCOPE"),
    ("", "KEPT", "RETENTION, RESUMABLE or what it is"),
];

/// Identifiers everywhere but in texts and comments: those of an attribute `schema(as = ...)` count, too.
fn identifiers(tokens: TokenStream, found: &mut BTreeSet<String>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => drop(found.insert(ident.to_string())),
            TokenTree::Group(group) => identifiers(group.stream(), found),
            _ => {}
        }
    }
}

/// Replaced identifiers of a file, with their replacements.
pub fn replaced(file: &str, text: &str) -> Vec<String> {
    let mut found = BTreeSet::new();
    identifiers(text.parse().expect("a source file has tokens"), &mut found);
    let refused = REPLACED.iter().filter(|(folder, word, _)| {
        let is_there = folder.is_empty() || file.split('/').next() == Some(*folder);
        is_there && found.contains(*word)
    });
    refused.map(|(_, word, instead)| format!("{file}: `{word}` is called {instead}")).collect()
}

#[test]
fn a_replaced_word_is_noticed_in_code_and_schemas_and_not_in_comments_and_texts() {
    let text = "/// A Venue.\n#[schema(as = Place)]\nfn work() { venue!(\"Failure\", [Refusal::new()]) }";
    let words =
        ["Refusal", "venue", "work", "Place"].map(|word| replaced("kernel/id", text).iter().any(|line| line.contains(word)));
    assert_eq!(words, [true; 4]);
    assert_eq!(replaced("kernel/id", text).len(), 4);
    assert_eq!(replaced("kernel/grammar", "enum Piece {}").len(), 0);
    assert_eq!(replaced("writer/batch", "enum Piece {}").len(), 1);
}

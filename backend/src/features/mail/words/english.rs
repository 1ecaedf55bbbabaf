//! Emails in English.

use super::{Facts, Words};
use crate::features::mail::rules::EmailKind;

pub fn words(kind: EmailKind, facts: Facts<'_>) -> Words {
    let Facts { app, name, detail } = facts;
    let (subject, before, button, after) = match kind {
        EmailKind::Register => register(app, name),
        EmailKind::AccountExists => account_exists(app),
        EmailKind::Verify => verify(app),
        EmailKind::Email => email(app),
        EmailKind::Revert => revert(app, detail),
        EmailKind::Reset => reset(app),
        EmailKind::PasswordChanged => password_changed(app),
        EmailKind::PasswordReset => password_reset(app),
    };
    Words {
        subject,
        greeting: format!("Hello {name},"),
        before,
        button,
        after,
        farewell: format!("{app} sends this by itself; nobody reads answers to it."),
        language: "en",
    }
}

/// Subject, text before the link, label of the link, text after it.
type Parts = (String, Vec<String>, &'static str, Vec<String>);

fn register(app: &str, name: &str) -> Parts {
    (
        format!("Confirm your registration at {app}"),
        vec![format!("You have registered at {app} as {name}. One step is left: confirm that this address is yours.")],
        "Confirm and sign in",
        vec![
            "The link works once, within 24 hours.".to_owned(),
            "If you have not registered, ignore this letter: without the link, no account is made.".to_owned(),
        ],
    )
}

fn account_exists(app: &str) -> Parts {
    (
        format!("You already have an account at {app}"),
        vec![
            format!(
                "Somebody, perhaps you, wanted to use this address for an account at {app}. \
                 It already belongs to your account, so nothing has changed."
            ),
            "If it was you: sign in as always, or choose “Forgot your password?” on the sign-in page.".to_owned(),
        ],
        "",
        vec!["If it was not you, you need not do anything.".to_owned()],
    )
}

fn verify(app: &str) -> Parts {
    (
        format!("Confirm your address at {app}"),
        vec![format!("Please confirm that this is the address of your account at {app}.")],
        "Confirm this address",
        vec!["The link works once, within 24 hours.".to_owned(), format!("If you have no account at {app}, ignore this letter.")],
    )
}

fn email(app: &str) -> Parts {
    (
        format!("Confirm your new address at {app}"),
        vec![format!("You want to use this address for your account at {app}. Confirm it, and it is yours from then on.")],
        "Confirm the new address",
        vec![
            "The link works once, within 24 hours.".to_owned(),
            "If you have not asked for this, ignore this letter, and nothing will change.".to_owned(),
        ],
    )
}

fn revert(app: &str, detail: &str) -> Parts {
    (
        format!("The address of your account at {app} is to be changed"),
        vec![
            format!("Somebody who knows your password wants letters for your account at {app} to go to {detail} from now on."),
            "If it was you, you need not do anything.".to_owned(),
        ],
        "Keep my present address",
        vec![
            "If it was not you, open the link: it stops the change, or takes it back, and signs out all devices. \
             Then set a new password with “Forgot your password?”."
                .to_owned(),
            "The link works once, within 7 days.".to_owned(),
        ],
    )
}

fn reset(app: &str) -> Parts {
    (
        format!("A new password for {app}"),
        vec![format!("You have asked for a new password for your account at {app}.")],
        "Set a new password",
        vec![
            "The link works once, within 30 minutes. If you asked several times, only the newest link works.".to_owned(),
            "If you have not asked, ignore this letter: your password stays as it is.".to_owned(),
        ],
    )
}

fn password_changed(app: &str) -> Parts {
    notice(
        format!("Your password at {app} was changed"),
        format!("The password of your account at {app} has just been changed, and all other devices were signed out."),
    )
}

fn password_reset(app: &str) -> Parts {
    notice(
        format!("Your password at {app} was reset"),
        format!("A new password was just set for your account at {app} with a link, and all devices were signed out."),
    )
}

fn notice(subject: String, what: String) -> Parts {
    let calm = "If it was you, you need not do anything.".to_owned();
    let alarm = "If it was not you, choose “Forgot your password?” on the sign-in page now, and set a new one.".to_owned();
    (subject, vec![what, calm, alarm], "", Vec::new())
}

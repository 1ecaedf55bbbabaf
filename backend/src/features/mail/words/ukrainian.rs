//! Emails in Ukrainian.

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
        greeting: format!("Вітаємо, {name}!"),
        before,
        button,
        after,
        farewell: format!("{app} надсилає цей лист автоматично; відповідей на нього ніхто не читає."),
        language: "uk",
    }
}

/// Subject, text before the link, label of the link, text after it.
type Parts = (String, Vec<String>, &'static str, Vec<String>);

fn register(app: &str, name: &str) -> Parts {
    (
        format!("Підтвердьте реєстрацію в {app}"),
        vec![format!("Ви зареєструвалися в {app} як {name}. Лишився один крок: підтвердьте, що це ваша адреса.")],
        "Підтвердити й увійти",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            "Якщо ви не реєструвалися, просто не зважайте на цей лист: без посилання обліковий запис не з’явиться.".to_owned(),
        ],
    )
}

fn account_exists(app: &str) -> Parts {
    (
        format!("У вас уже є обліковий запис у {app}"),
        vec![
            format!(
                "Хтось (можливо, ви) хотів використати цю адресу для облікового запису в {app}. \
                 Вона вже належить вашому запису, тож нічого не змінилося."
            ),
            "Якщо це були ви, увійдіть, як завжди, або натисніть «Забули пароль?» на сторінці входу.".to_owned(),
        ],
        "",
        vec!["Якщо це були не ви, робити нічого не треба.".to_owned()],
    )
}

fn verify(app: &str) -> Parts {
    (
        format!("Підтвердьте свою адресу в {app}"),
        vec![format!("Будь ласка, підтвердьте, що це адреса вашого облікового запису в {app}.")],
        "Підтвердити адресу",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            format!("Якщо у вас немає облікового запису в {app}, не зважайте на цей лист."),
        ],
    )
}

fn email(app: &str) -> Parts {
    (
        format!("Підтвердьте нову адресу в {app}"),
        vec![format!("Ви хочете, щоб ця адреса стала адресою вашого облікового запису в {app}. Підтвердьте її, і так буде.")],
        "Підтвердити нову адресу",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            "Якщо ви про це не просили, не зважайте на цей лист, і нічого не зміниться.".to_owned(),
        ],
    )
}

fn revert(app: &str, detail: &str) -> Parts {
    (
        format!("Адресу вашого облікового запису в {app} хочуть змінити"),
        vec![
            format!("Хтось, хто знає ваш пароль, хоче, щоб листи для вашого облікового запису в {app} надходили на {detail}."),
            "Якщо це ви, робити нічого не треба.".to_owned(),
        ],
        "Залишити мою теперішню адресу",
        vec![
            "Якщо це не ви, відкрийте посилання: воно зупинить зміну або скасує її та завершить сеанси на всіх пристроях. \
             Потім задайте новий пароль через «Забули пароль?»."
                .to_owned(),
            "Посилання спрацює один раз і діє 7 днів.".to_owned(),
        ],
    )
}

fn reset(app: &str) -> Parts {
    (
        format!("Новий пароль для {app}"),
        vec![format!("Ви попросили новий пароль для свого облікового запису в {app}.")],
        "Задати новий пароль",
        vec![
            "Посилання спрацює один раз і діє 30 хвилин. Якщо ви просили кілька разів, діє лише найновіше.".to_owned(),
            "Якщо ви не просили, не зважайте на цей лист: ваш пароль лишиться тим самим.".to_owned(),
        ],
    )
}

fn password_changed(app: &str) -> Parts {
    notice(
        format!("Ваш пароль у {app} змінено"),
        format!("Пароль вашого облікового запису в {app} щойно змінили, а сеанси на всіх інших пристроях завершено."),
    )
}

fn password_reset(app: &str) -> Parts {
    notice(
        format!("Ваш пароль у {app} скинуто"),
        format!(
            "Для вашого облікового запису в {app} щойно задали новий пароль за посиланням, а сеанси на всіх пристроях завершено."
        ),
    )
}

fn notice(subject: String, what: String) -> Parts {
    let calm = "Якщо це ви, робити нічого не треба.".to_owned();
    let alarm = "Якщо це не ви, негайно натисніть «Забули пароль?» на сторінці входу й задайте новий.".to_owned();
    (subject, vec![what, calm, alarm], "", Vec::new())
}

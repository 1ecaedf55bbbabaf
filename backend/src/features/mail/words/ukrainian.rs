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
        farewell: format!("Це автоматичний лист від {app}. Будь ласка, не відповідайте на нього."),
        language: "uk",
    }
}

/// Subject, text before the link, label of the link, text after it.
type Parts = (String, Vec<String>, &'static str, Vec<String>);

fn register(app: &str, name: &str) -> Parts {
    (
        format!("Підтвердьте реєстрацію в {app}"),
        vec![format!("Ви зареєструвалися в {app} як {name}. Залишилося підтвердити адресу електронної пошти.")],
        "Підтвердити й увійти",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            "Якщо ви не реєструвалися, проігноруйте цей лист: без посилання обліковий запис не буде створено.".to_owned(),
        ],
    )
}

fn account_exists(app: &str) -> Parts {
    (
        format!("У вас уже є обліковий запис у {app}"),
        vec![
            format!(
                "Хтось, можливо ви, намагався використати цю адресу для облікового запису в {app}. \
                 Вона вже належить вашому запису, тож нічого не змінилося."
            ),
            "Якщо це були ви, увійдіть як зазвичай або натисніть «Забули пароль?» на сторінці входу.".to_owned(),
        ],
        "",
        vec!["Якщо це були не ви, нічого робити не потрібно.".to_owned()],
    )
}

fn verify(app: &str) -> Parts {
    (
        format!("Підтвердьте свою адресу в {app}"),
        vec![format!("Будь ласка, підтвердьте, що це адреса вашого облікового запису в {app}.")],
        "Підтвердити адресу",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            format!("Якщо у вас немає облікового запису в {app}, проігноруйте цей лист."),
        ],
    )
}

fn email(app: &str) -> Parts {
    (
        format!("Підтвердьте нову адресу в {app}"),
        vec![format!("Підтвердьте цю адресу, щоб використовувати її для свого облікового запису в {app}.")],
        "Підтвердити нову адресу",
        vec![
            "Посилання спрацює один раз і діє 24 години.".to_owned(),
            "Якщо ви цього не робили, проігноруйте цей лист. Нічого не зміниться.".to_owned(),
        ],
    )
}

fn revert(app: &str, detail: &str) -> Parts {
    (
        format!("Зміна адреси електронної пошти в {app}"),
        vec![
            format!("Надійшов підтверджений вашим паролем запит змінити адресу вашого облікового запису в {app} на {detail}."),
            "Якщо це були ви, нічого робити не потрібно.".to_owned(),
        ],
        "Залишити поточну адресу",
        vec![
            "Якщо це були не ви, відкрийте посилання: воно скасує зміну й завершить сеанси на всіх пристроях. \
             Потім встановіть новий пароль через «Забули пароль?»."
                .to_owned(),
            "Посилання спрацює один раз і діє 7 днів.".to_owned(),
        ],
    )
}

fn reset(app: &str) -> Parts {
    (
        format!("Скидання пароля в {app}"),
        vec![format!("Ви надіслали запит на новий пароль для свого облікового запису в {app}.")],
        "Встановити новий пароль",
        vec![
            "Посилання спрацює один раз і діє 30 хвилин. Якщо запитів було кілька, діє лише найновіше посилання.".to_owned(),
            "Якщо ви цього не робили, проігноруйте цей лист. Ваш пароль не зміниться.".to_owned(),
        ],
    )
}

fn password_changed(app: &str) -> Parts {
    notice(
        format!("Ваш пароль у {app} змінено"),
        format!("Пароль вашого облікового запису в {app} щойно змінено, а сеанси на всіх інших пристроях завершено."),
    )
}

fn password_reset(app: &str) -> Parts {
    notice(
        format!("Ваш пароль у {app} скинуто"),
        format!("Пароль вашого облікового запису в {app} щойно скинуто за посиланням, а сеанси на всіх пристроях завершено."),
    )
}

fn notice(subject: String, what: String) -> Parts {
    let calm = "Якщо це були ви, нічого робити не потрібно.".to_owned();
    let alarm = "Якщо це були не ви, негайно натисніть «Забули пароль?» на сторінці входу та встановіть новий пароль.".to_owned();
    (subject, vec![what, calm, alarm], "", Vec::new())
}

//! `chatspace repair-ids`.

use std::time::Duration;

use super::Failed;
use crate::{
    app::{self, StartError},
    config::Config,
    db::Db,
    kernel::Clock,
    telemetry,
};

/// Re-dates all messages from the future to now, in their order.
pub(super) fn ids() -> Result<(), Failed> {
    let config = Config::from_environment()?;
    telemetry::start(&config).map_err(Failed::Log)?;
    actix_web::rt::System::new().block_on(async {
        let _lock = app::lock(&config)?;
        app::refuse_half_restored(&config)?;
        let db = Db::open(&config.database, Duration::ZERO).await.map_err(StartError::from)?;
        let now = Clock::System.now();
        let redated = app::redate(&db, &Clock::System).await;
        db.close().await;
        match redated.map_err(StartError::from)? {
            0 => println!("The clock shows {now}, and no message is dated later."),
            count => println!("The clock shows {now}. Replaced {count} later ids."),
        }
        Ok(())
    })
}

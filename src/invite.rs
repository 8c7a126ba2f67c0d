//! `hearback invite`: a sign-in link for one member of staff, good for one use.

use hearback_federation::Role;

use crate::config::Config;
use crate::fault::{Doing, Outcome};
use crate::node;

/// Makes a link that signs `name` in to the console with `role`.
pub(crate) async fn link(config: &Config, role: Role, name: &str) -> Outcome<String> {
    let node = node::federation(config).await?;
    let token = node
        .invite_staff(role, name)
        .await
        .doing("no link could be made")?;
    Ok(format!("{}/sign-in/{token}", config.public_url()))
}

//! What anybody may read, signed in or not. Nothing here changes anything.

pub(super) mod assets;
pub(super) mod home;
pub(super) mod need;
pub(super) mod needs;

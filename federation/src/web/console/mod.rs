//! What the staff of this organisation see and do. Every handler names the role it asks for.

mod answer_form;
pub(super) mod audit;
mod choice;
pub(super) mod decide;
pub(super) mod home;
pub(super) mod inbox;
mod kept;
pub(super) mod need;
pub(super) mod peers;
pub(super) mod queue;
pub(super) mod refer;
pub(super) mod replies;
pub(super) mod respond;

//! Platforms where people press: commands, forms and buttons come in and are answered to one person
//! alone; only what everybody may read goes to the thread.
//!
//! It must never put a person's words where others read them before those words have left.

mod act;
mod asked;
mod begin;
mod control;
mod desk;
mod form;
pub(crate) mod marks;
mod own;
mod perform;
mod preview;
mod setup;
mod speak;
pub(crate) mod words;

pub(super) use act::{asked, before_erasing, with_voice};
pub(crate) use asked::{ANSWERED_FOR, About, Ask, Limits, Private, Right, SetUp};
pub(crate) use control::Control;
pub(super) use control::head;
pub(crate) use desk::tell_desk;
pub(crate) use form::Form;
pub(super) use own::{nothing_to_do, remember};
pub(super) use perform::{Deed, perform};
pub(super) use preview::show as show_preview;
pub(super) use setup::PANEL;
pub(crate) use speak::NOT_DONE;
pub(super) use speak::speak;

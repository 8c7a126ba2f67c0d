//! `hearback peer`: which other organisations this node trusts.

use std::fmt::Write;

use clap::Subcommand;
use hearback_federation::Via;
use hearback_federation::view::PeerRow;
use hearback_wire::day::Day;
use hearback_wire::id::NodeId;
use hearback_wire::peering::Invite;

use crate::config::Config;
use crate::fault::{Doing, Outcome};
use crate::node;

/// What can be done about peers.
#[derive(Debug, Subcommand)]
pub(crate) enum PeerCommand {
    /// Print an invitation for another organisation, good for one use
    Invite,
    /// Accept an invitation, and print the eight words to compare by phone
    Accept {
        /// The whole line that the other organisation sent
        line: Invite,
    },
    /// Say that the eight words are the same on both sides: from now on you exchange needs
    Confirm {
        /// The peer's id, as `peer list` prints it
        node: NodeId,
    },
    /// List the peers: who they are, the eight words, and when they were last heard
    List,
    /// Stop exchanging with a peer for a while
    Pause {
        /// The peer's id
        node: NodeId,
        /// Start again
        #[arg(long)]
        resume: bool,
    },
    /// Stop trusting a peer
    Remove {
        /// The peer's id
        node: NodeId,
    },
}

/// Does it, and returns what to print.
pub(crate) async fn run(config: &Config, command: PeerCommand) -> Outcome<String> {
    let own = node::federation(config).await?;
    match command {
        PeerCommand::Invite => own
            .invite_peer()
            .await
            .map(|invite| invite.to_string())
            .doing("invite"),
        PeerCommand::Accept { line } => own
            .accept_peer(&line)
            .await
            .map(|row| compare(&row))
            .doing("accept"),
        PeerCommand::Confirm { node } => {
            own.confirm_peer(&node, Via::Command)
                .await
                .doing("confirm")?;
            Ok(format!(
                "Confirmed. From now on you exchange needs with {}.",
                node.short()
            ))
        }
        PeerCommand::List => own.peers().await.map(|rows| list(&rows)).doing("list"),
        PeerCommand::Pause { node, resume } => {
            own.pause_peer(&node, !resume, Via::Command)
                .await
                .doing("pause")?;
            Ok(if resume { "Started again." } else { "Paused." }.to_owned())
        }
        PeerCommand::Remove { node } => {
            own.remove_peer(&node, Via::Command).await.doing("remove")?;
            Ok("Removed. Nothing more is sent to it or taken from it.".to_owned())
        }
    }
}

fn compare(row: &PeerRow) -> String {
    format!(
        "This is {} ({}).\n\nEight words:  {}\n\nPlease phone them, on a number that you already had, and read the words to each other.\nIf all eight are the same, both sides run:  hearback peer confirm NODE\nYour NODE for them is {}",
        row.name,
        row.node.short(),
        row.words.join(" "),
        row.node
    )
}

fn list(rows: &[PeerRow]) -> String {
    if rows.is_empty() {
        return "No peers yet. `hearback peer invite` makes an invitation.".to_owned();
    }
    rows.iter().fold(String::new(), |mut text, row| {
        // Writing to a `String` does not fail.
        let _written = writeln!(text, "{}", line(row));
        text
    })
}

fn line(row: &PeerRow) -> String {
    let state = match (row.confirmed, row.paused) {
        (false, _) => "waits for `peer confirm`",
        (true, true) => "paused",
        (true, false) => "confirmed",
    };
    let heard = row
        .last_heard
        .map_or("never".to_owned(), |at| Day::of(at).to_string());
    let trouble = row
        .last_error
        .as_ref()
        .map(|e| format!("\n  trouble: {e}"))
        .unwrap_or_default();
    format!(
        "{}\n  {}\n  {state}; last heard: {heard}\n  words: {}{trouble}",
        row.name,
        row.node,
        row.words.join(" ")
    )
}

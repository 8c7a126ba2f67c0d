//! One Matrix server for many test programs: prints what to set `HEARBACK_RIG_SYNAPSE` to, and
//! ends when standard input closes.

use std::io::Read;

use hearback_rig::RigError;
use hearback_rig::synapse::{Synapse, SynapseSettings};

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), RigError> {
    let server = Synapse::start(&SynapseSettings::default()).await?;
    println!("{}", server.words());
    std::io::stdin().read_to_end(&mut Vec::new())?;
    Ok(())
}

//! Whether what is kept for a while has ended when it should, in both databases.

use hearback_bots::Upkeep;
use hearback_federation::upkeep;
use hearback_store::Pool;
use hearback_wire::clock::{Clock, Millis};
use hearback_wire::day::Day;

use super::Finding;
use crate::clock::SystemClock;
use crate::config::Config;

/// Whether old threads are deleted, as the notice promises.
pub(super) async fn vault(config: &Config, address: &str) -> Finding {
    let kept = match config.vault.kept() {
        Ok(kept) => kept,
        Err(fault) => return Finding::Bad(fault.to_string()),
    };
    let now = SystemClock.now();
    let looked = async { Upkeep::of(&Pool::open(address).await?, kept, now).await };
    match looked.await {
        Ok(upkeep) => kept_promise(&upkeep, now),
        Err(_) => Finding::Note(
            "whether old threads are deleted is not known yet: `hearback serve` brings the vault up to date"
                .to_owned(),
        ),
    }
}

fn kept_promise(upkeep: &Upkeep, now: Millis) -> Finding {
    let ran = upkeep.last.map_or_else(
        || "the deletion of old threads has never run".to_owned(),
        |ran| {
            format!(
                "the deletion of old threads last ran on {} and deleted {} (all runs: {})",
                Day::of(Millis(ran.ran_at)).in_words(),
                ran.threads,
                ran.total
            )
        },
    );
    if upkeep.is_late(now) {
        return Finding::Bad(format!(
            "{ran}, and {} things are older than the notice allows: it runs each hour inside `hearback serve`, so please start that and look again",
            upkeep.overdue
        ));
    }
    if upkeep.last.is_none() {
        return Finding::Note(format!(
            "{ran}: `hearback serve` does it each hour; nothing is too old yet"
        ));
    }
    Finding::Good(format!("{ran}; nothing is older than the notice allows"))
}

/// Whether what the federation's database keeps for a while has ended.
pub(super) async fn federation(config: &Config) -> Finding {
    let kept = match config.kept.kept() {
        Ok(kept) => kept,
        Err(fault) => return Finding::Bad(fault.to_string()),
    };
    let now = SystemClock.now();
    let pool = Pool::open(&config.database.federation);
    let looked = async { upkeep::Upkeep::of(&pool.await?, &kept, now).await };
    match looked.await {
        Ok(upkeep) => kept_no_longer(&upkeep, now),
        Err(_) => Finding::Note(
            "whether what the federation keeps for a while has ended is not known yet: `hearback serve` brings its database up to date"
                .to_owned(),
        ),
    }
}

fn kept_no_longer(upkeep: &upkeep::Upkeep, now: Millis) -> Finding {
    let ran = upkeep.last.map_or_else(
        || "the end of what the federation keeps for a while was never carried out".to_owned(),
        |ran| {
            format!(
                "the end of what the federation keeps for a while was last carried out on {} and reached {} things (all runs: {})",
                Day::of(Millis(ran.ran_at)).in_words(),
                ran.ended,
                ran.total
            )
        },
    );
    if upkeep.is_late(now) {
        let overdue = upkeep.overdue.iter();
        let overdue: Vec<_> = overdue
            .map(|(what, count)| format!("{count} of {what}"))
            .collect();
        let older = if overdue.is_empty() {
            String::new()
        } else {
            format!("; older than [kept] allows are {}", overdue.join(", "))
        };
        return Finding::Bad(format!(
            "{ran}{older}: it is done each hour inside `hearback serve`, so please start that and look again"
        ));
    }
    if upkeep.last.is_none() {
        return Finding::Note(format!(
            "{ran}: `hearback serve` does it each hour; nothing is too old yet"
        ));
    }
    Finding::Good(format!("{ran}; nothing is older than [kept] allows"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use hearback_bots::Ran;

    #[test]
    fn a_deletion_that_does_not_run_must_be_mended() {
        let now = Millis(1_800_000_000_000);
        let ran = |ago: i64| Ran {
            ran_at: now.plus_seconds(-ago).0,
            threads: 2,
            total: 9,
        };
        let look = |last, overdue| kept_promise(&Upkeep { last, overdue }, now);
        let hour = 3600;
        assert!(matches!(look(None, 0), Finding::Note(_)));
        assert!(matches!(look(None, 1), Finding::Bad(_)));
        assert!(matches!(look(Some(ran(48 * hour)), 0), Finding::Bad(_)));
        assert!(matches!(look(Some(ran(hour)), 3), Finding::Bad(_)));
        let good = look(Some(ran(hour)), 0).to_string();
        assert!(
            good.starts_with("good") && good.contains("deleted 2 (all runs: 9)"),
            "{good}"
        );
    }

    #[test]
    fn what_is_kept_for_too_long_is_named() {
        let now = Millis(1_800_000_000_000);
        let ran = |hours: i64| upkeep::Ran {
            ran_at: now.plus_seconds(-hours * 3600).0,
            ended: 4,
            total: 31,
        };
        let look = |last, overdue: &[(&'static str, u64)]| {
            let overdue = overdue.to_vec();
            kept_no_longer(&upkeep::Upkeep { last, overdue }, now).to_string()
        };
        let never = look(None, &[]);
        assert!(
            never.starts_with("note") && never.contains("never carried out"),
            "{never}"
        );
        let stopped = look(Some(ran(30)), &[]);
        assert!(
            stopped.starts_with("mend") && !stopped.contains("[kept]"),
            "{stopped}"
        );
        let old = look(Some(ran(1)), &[("decisions", 3), ("sessions", 1)]);
        assert!(
            old.starts_with("mend")
                && old.contains("older than [kept] allows are 3 of decisions, 1 of sessions"),
            "{old}"
        );
        let good = look(Some(ran(1)), &[]);
        assert!(
            good.starts_with("good") && good.contains("reached 4 things (all runs: 31)"),
            "{good}"
        );
    }
}

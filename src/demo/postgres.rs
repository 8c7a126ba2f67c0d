//! Where the demo keeps its records: files in its folder, or eight databases on a server.

use hearback_store::{Pool, StoreError, with_pool};

use super::organisation::Addresses;
use crate::fault::{Doing, Fault, Outcome};

/// The databases of the four organisations, in their order: the federation's and the vault.
const NAMES: [[(&str, &str); 2]; 4] = [
    [
        ("hearback_riverside", "CREATE DATABASE hearback_riverside"),
        (
            "hearback_riverside_vault",
            "CREATE DATABASE hearback_riverside_vault",
        ),
    ],
    [
        (
            "hearback_communities",
            "CREATE DATABASE hearback_communities",
        ),
        (
            "hearback_communities_vault",
            "CREATE DATABASE hearback_communities_vault",
        ),
    ],
    [
        ("hearback_producer", "CREATE DATABASE hearback_producer"),
        (
            "hearback_producer_vault",
            "CREATE DATABASE hearback_producer_vault",
        ),
    ],
    [
        ("hearback_housing", "CREATE DATABASE hearback_housing"),
        (
            "hearback_housing_vault",
            "CREATE DATABASE hearback_housing_vault",
        ),
    ],
];

/// Files beside each configuration.
pub(super) fn files() -> [Addresses; 4] {
    [(); 4].map(|()| Addresses {
        federation: "sqlite:federation.db".to_owned(),
        vault: "sqlite:vault.db".to_owned(),
    })
}

/// Databases on the server at `base`. For a new demo they are made; they must not be there yet,
/// because another demo's producer would be taken for this one's.
pub(super) async fn databases(base: &str, fresh: bool) -> Outcome<[Addresses; 4]> {
    let base = base.trim_end_matches('/');
    let pool = Pool::open(&format!("{base}/postgres"))
        .await
        .doing("the PostgreSQL server")?;
    for (name, create) in NAMES.iter().flatten() {
        let there = is_there(&pool, name).await.doing(name)?;
        if fresh && there {
            return Err(Fault::new(format!(
                "the server already holds a demo's database, {name}; please name the folder of that demo with --folder, or drop its databases"
            )));
        }
        if !there {
            make(&pool, create).await.doing(name)?;
        }
    }
    pool.close().await;
    Ok(NAMES.map(|[(federation, _), (vault, _)]| Addresses {
        federation: format!("{base}/{federation}"),
        vault: format!("{base}/{vault}"),
    }))
}

async fn is_there(pool: &Pool, name: &str) -> Result<bool, StoreError> {
    const THERE: &str = "SELECT COUNT(*) FROM pg_database WHERE datname = $1";
    let there: i64 = with_pool!(pool, |p| sqlx::query_scalar(THERE)
        .bind(name)
        .fetch_one(p)
        .await)?;
    Ok(there > 0)
}

async fn make(pool: &Pool, create: &'static str) -> Result<(), StoreError> {
    with_pool!(pool, |p| sqlx::query(create).execute(p).await.map(|_| ()))?;
    Ok(())
}

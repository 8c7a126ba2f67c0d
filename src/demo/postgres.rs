//! Where the demo keeps its records: files in its folder, or six databases on a server.

use hearback_store::{Pool, StoreError, with_pool};

use super::organisation::Addresses;
use crate::fault::{Doing, Outcome};

/// The databases of the three organisations, in their order: the federation's and the vault.
const NAMES: [[(&str, &str); 2]; 3] = [
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
];

/// Files beside each configuration.
pub(super) fn files() -> [Addresses; 3] {
    [(); 3].map(|()| Addresses {
        federation: "sqlite:federation.db".to_owned(),
        vault: "sqlite:vault.db".to_owned(),
    })
}

/// Databases on the server at `base`, made where they are not there yet.
pub(super) async fn databases(base: &str) -> Outcome<[Addresses; 3]> {
    let base = base.trim_end_matches('/');
    let pool = Pool::open(&format!("{base}/postgres"))
        .await
        .doing("the PostgreSQL server")?;
    for (name, create) in NAMES.iter().flatten() {
        make(&pool, name, create).await.doing(name)?;
    }
    pool.close().await;
    Ok(NAMES.map(|[(federation, _), (vault, _)]| Addresses {
        federation: format!("{base}/{federation}"),
        vault: format!("{base}/{vault}"),
    }))
}

async fn make(pool: &Pool, name: &str, create: &'static str) -> Result<(), StoreError> {
    const THERE: &str = "SELECT COUNT(*) FROM pg_database WHERE datname = $1";
    let there: i64 = with_pool!(pool, |p| sqlx::query_scalar(THERE)
        .bind(name)
        .fetch_one(p)
        .await)?;
    if there == 0 {
        with_pool!(pool, |p| sqlx::query(create).execute(p).await.map(|_| ()))?;
    }
    Ok(())
}

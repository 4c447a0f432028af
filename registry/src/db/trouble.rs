//! What a failure of the database means for those who wait: that the same may work
//! later, and why it does not now.

use sea_orm::{
    DbErr, RuntimeErr,
    sqlx::{self, error::DatabaseError, sqlite::SqliteError},
};

use crate::Unavailable;

/// What is said of a statement that was given up.
const SLOW: &str = "the database did not answer in time";

/// The failure of a statement that was not answered in time.
pub(super) fn slow() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(SLOW.to_owned()))
}

/// The failure of a statement that was not tried, because nobody answered just before.
pub(super) fn not_tried() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("the database did not answer a moment ago".to_owned()))
}

/// Why the database cannot do something at present; `None` for everything that another
/// try would end alike.
pub(crate) fn unavailable(error: &DbErr) -> Option<Unavailable> {
    match error {
        DbErr::ConnectionAcquire(_) => Some(Unavailable::Away),
        DbErr::Conn(RuntimeErr::Internal(said)) if said == SLOW => Some(Unavailable::Slow),
        DbErr::Conn(RuntimeErr::SqlxError(error)) => Some(of_driver(error).unwrap_or(Unavailable::Away)),
        DbErr::Conn(_) => Some(Unavailable::Away),
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            of_driver(error)
        }
        _ => None,
    }
}

fn of_driver(error: &sqlx::Error) -> Option<Unavailable> {
    use sqlx::Error as E;
    match error {
        E::Io(_) | E::Tls(_) | E::Protocol(_) | E::PoolTimedOut | E::PoolClosed | E::WorkerCrashed => {
            Some(Unavailable::Away)
        }
        // A transaction that is not what the driver takes it for.
        E::BeginFailed | E::InvalidSavePointStatement => Some(Unavailable::Disk),
        E::Database(error) => of_database(&**error),
        _ => None,
    }
}

fn of_database(error: &(dyn DatabaseError + 'static)) -> Option<Unavailable> {
    let code = error.code()?;
    if error.try_downcast_ref::<SqliteError>().is_some() {
        of_sqlite(code.parse().ok()?)
    } else {
        of_postgres(&code)
    }
}

/// By SQLite's result code; the lowest byte is the primary one.
fn of_sqlite(code: u32) -> Option<Unavailable> {
    match code & 0xff {
        // BUSY, LOCKED
        5 | 6 => Some(Unavailable::Busy),
        13 => Some(Unavailable::Full),
        // NOMEM, READONLY, IOERR, CANTOPEN, PROTOCOL
        7 | 8 | 10 | 14 | 15 => Some(Unavailable::Disk),
        _ => None,
    }
}

/// By the SQLSTATE (PostgreSQL, Appendix A).
fn of_postgres(code: &str) -> Option<Unavailable> {
    match code {
        // lock_not_available, query_canceled, deadlock_detected, serialization_failure
        "55P03" | "57014" | "40P01" | "40001" => Some(Unavailable::Busy),
        // disk_full
        "53100" => Some(Unavailable::Full),
        // io_error, read_only_sql_transaction (a standby, or an operator's setting)
        "58030" | "25006" => Some(Unavailable::Disk),
        // connection exceptions, insufficient resources, operator intervention
        _ if code.starts_with("08") || code.starts_with("53") || code.starts_with("57P") => {
            Some(Unavailable::Away)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_of_sqlite_say_why() {
        // SQLITE_FULL, SQLITE_IOERR_WRITE, SQLITE_BUSY_SNAPSHOT, SQLITE_CONSTRAINT_UNIQUE, SQLITE_CORRUPT
        assert_eq!(of_sqlite(13), Some(Unavailable::Full));
        assert_eq!(of_sqlite(778), Some(Unavailable::Disk));
        assert_eq!(of_sqlite(517), Some(Unavailable::Busy));
        assert_eq!(of_sqlite(2067), None);
        assert_eq!(of_sqlite(11), None);
    }

    #[test]
    fn codes_of_postgresql_say_why() {
        for (code, why) in [
            ("57P01", Some(Unavailable::Away)),
            ("53300", Some(Unavailable::Away)),
            ("08006", Some(Unavailable::Away)),
            ("53100", Some(Unavailable::Full)),
            ("55P03", Some(Unavailable::Busy)),
            ("57014", Some(Unavailable::Busy)),
            ("23505", None),
            ("22021", None),
        ] {
            assert_eq!(of_postgres(code), why, "{code}");
        }
    }

    #[test]
    fn what_was_given_up_is_slow_and_what_was_not_tried_is_away() {
        assert_eq!(unavailable(&slow()), Some(Unavailable::Slow));
        assert_eq!(unavailable(&not_tried()), Some(Unavailable::Away));
        assert_eq!(unavailable(&DbErr::RecordNotInserted), None);
    }
}

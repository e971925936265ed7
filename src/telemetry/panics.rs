//! A panic is one line of log that says where, not what: its message may hold text of an article.

use std::cell::RefCell;
use std::panic;
use std::thread;

thread_local! {
    static LAST: RefCell<String> = const { RefCell::new(String::new()) };
}

/// From now on panics are logged this way.
pub fn log_them() {
    panic::set_hook(Box::new(|info| {
        let place = info.location().map_or_else(|| "an unknown place".to_owned(), ToString::to_string);
        tracing::error!(thread = thread::current().name(), place, "panic");
        LAST.with(|last| {
            if let Ok(mut last) = last.try_borrow_mut() {
                *last = place;
            }
        });
    }));
}

/// Where this thread panicked last.
pub fn last_place() -> String {
    LAST.with(|last| last.try_borrow().map(|last| last.clone()).unwrap_or_default())
}

//! Many articles on many threads, results in the order of the input.

use crossbeam_channel::{Receiver, Sender, bounded};
use std::thread;

/// Results that may wait for a slower one before them, per thread.
const AHEAD: usize = 8;

/// A piece of work and where its result goes.
type Job<T, R> = (T, Sender<R>);

/// Gives everything that `produce` hands over to `work` on `threads` threads, and the results to `consume` in order, until that says stop.
/// Memory is bounded: `produce` waits while too much is under way.
pub(super) fn in_order<T: Send, R: Send>(
    threads: usize,
    produce: impl FnOnce(&mut dyn FnMut(T) -> bool) + Send,
    work: impl Fn(T) -> R + Sync,
    mut consume: impl FnMut(R) -> bool,
) {
    let (jobs, queue) = bounded::<Job<T, R>>(threads);
    let (line, results) = bounded::<Receiver<R>>(threads * AHEAD);
    thread::scope(|scope| {
        for index in 0..threads {
            let (queue, work) = (queue.clone(), &work);
            let worker = move || {
                for (item, done) in queue {
                    // Nobody waits for it any more if the reader of the results has stopped.
                    let _ = done.send(work(item));
                }
            };
            thread::Builder::new()
                .name(format!("extract-{index}"))
                .spawn_scoped(scope, worker)
                .expect("the system can start a thread");
        }
        drop(queue);
        scope.spawn(move || {
            produce(&mut |item| {
                let (done, result) = bounded(1);
                line.send(result).is_ok() && jobs.send((item, done)).is_ok()
            });
        });
        for result in results {
            let Ok(result) = result.recv() else { break };
            if !consume(result) {
                break;
            }
        }
    });
}

#[cfg(test)]
mod tests {
    use super::in_order;

    fn doubled(threads: usize, upto: usize) -> Vec<usize> {
        let mut got = Vec::new();
        let produce = |take: &mut dyn FnMut(usize) -> bool| {
            let _ = (0..1000).all(take);
        };
        in_order(
            threads,
            produce,
            |number| number * 2,
            |number| {
                got.push(number);
                got.len() < upto
            },
        );
        got
    }

    #[test]
    fn results_come_in_order() {
        for threads in [1, 2, 7] {
            assert_eq!(doubled(threads, 1000), (0..1000).map(|number| number * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    fn a_reader_that_stops_ends_it() {
        assert_eq!(doubled(3, 5), [0, 2, 4, 6, 8]);
    }
}

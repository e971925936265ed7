//! Messages written and not yet confirmed.
//!
//! The client library hands the notice that a message was returned to whichever confirm completes first, not to the message's own. The notice comes
//! before the message's own confirm, though. So all confirms that are ready are drained before any is judged, and notices are kept until
//! their message comes up.

use crate::broker::{Confirm, Outgoing, Outlet, Verdict};
use futures_util::future::{BoxFuture, FutureExt};
use futures_util::stream::{FuturesUnordered, StreamExt};
use std::collections::HashMap;
use std::future::pending;
use std::time::Instant;

/// Which message of which delivery.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    /// Of the consumer that the delivery came from.
    pub(super) generation: u64,
    pub(super) tag: u64,
    pub(super) index: usize,
}

/// One message on its way to the broker.
#[derive(Debug)]
pub(super) struct Post {
    pub(super) place: Place,
    pub(super) id: String,
    pub(super) bytes: usize,
    pub(super) sent: Instant,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fate {
    /// The broker has it.
    Confirmed,
    /// No queue wanted it.
    Returned,
    /// The broker refuses it.
    Nacked,
    /// Nobody knows.
    Lost,
}

/// All posts of one outlet.
#[derive(Default)]
pub(super) struct Posts {
    waiting: FuturesUnordered<BoxFuture<'static, (Post, Confirm)>>,
    /// Notices whose message has not come up, by id. Two messages may have one id.
    returned: HashMap<String, u32>,
}

impl Posts {
    /// Writes `message` and waits for its confirm in [`Posts::judged`].
    pub(super) fn send(&mut self, outlet: &Outlet, place: Place, message: &Outgoing) {
        let post = Post { place, id: message.id.clone(), bytes: message.body.len(), sent: Instant::now() };
        self.wait(post, outlet.publish(message));
    }

    fn wait(&mut self, post: Post, confirm: impl Future<Output = Confirm> + Send + 'static) {
        self.waiting.push(confirm.map(|confirm| (post, confirm)).boxed());
    }

    /// The outlet is gone: nothing more will come of its posts.
    pub(super) fn forget(&mut self) {
        *self = Self::default();
    }

    /// The fates of all posts that are ready; waits for the first. Nothing is lost when this is dropped while it waits.
    pub(super) async fn judged(&mut self) -> Vec<(Post, Fate)> {
        let Some(first) = self.waiting.next().await else { return pending().await };
        let mut ready = vec![first];
        while let Some(Some(next)) = self.waiting.next().now_or_never() {
            ready.push(next);
        }
        for (_, confirm) in &mut ready {
            if let Some(id) = confirm.returned.take() {
                *self.returned.entry(id).or_default() += 1;
            }
        }
        ready
            .into_iter()
            .map(|(post, confirm)| {
                let fate = self.judge(&post.id, &confirm.verdict);
                (post, fate)
            })
            .collect()
    }

    fn judge(&mut self, id: &str, verdict: &Verdict) -> Fate {
        if let Some(count) = self.returned.get_mut(id) {
            *count -= 1;
            if *count == 0 {
                self.returned.remove(id);
            }
            return Fate::Returned;
        }
        match verdict {
            Verdict::Ack => Fate::Confirmed,
            Verdict::Nack => Fate::Nacked,
            Verdict::Lost => Fate::Lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::ready;

    fn post(index: usize, id: &str) -> Post {
        Post { place: Place { generation: 1, tag: 1, index }, id: id.into(), bytes: 1, sent: Instant::now() }
    }

    fn ack(returned: Option<&str>) -> Confirm {
        Confirm { verdict: Verdict::Ack, returned: returned.map(str::to_owned) }
    }

    async fn fates(posts: &mut Posts) -> Vec<(String, Fate)> {
        let mut fates: Vec<_> = posts.judged().await.into_iter().map(|(post, fate)| (post.id, fate)).collect();
        fates.sort_by(|a, b| a.0.cmp(&b.0));
        fates
    }

    #[tokio::test]
    async fn a_notice_on_a_strangers_confirm_finds_its_message() {
        let mut posts = Posts::default();
        posts.wait(post(0, "a"), ready(ack(Some("b"))));
        posts.wait(post(1, "b"), ready(ack(None)));
        assert_eq!(fates(&mut posts).await, [("a".into(), Fate::Confirmed), ("b".into(), Fate::Returned)]);
    }

    #[tokio::test]
    async fn a_notice_waits_for_a_message_that_is_confirmed_later() {
        let mut posts = Posts::default();
        let (later, confirm) = tokio::sync::oneshot::channel();
        posts.wait(post(0, "a"), ready(ack(Some("b"))));
        posts.wait(post(1, "b"), async move { confirm.await.expect("sent below") });
        assert_eq!(fates(&mut posts).await, [("a".into(), Fate::Confirmed)]);
        later.send(ack(None)).expect("awaited above");
        assert_eq!(fates(&mut posts).await, [("b".into(), Fate::Returned)]);
    }

    #[tokio::test]
    async fn of_two_messages_with_one_id_each_takes_one_notice() {
        let mut posts = Posts::default();
        posts.wait(post(0, "a"), ready(ack(Some("a"))));
        posts.wait(post(1, "a"), ready(ack(None)));
        let mut all: Vec<Fate> = posts.judged().await.into_iter().map(|(_, fate)| fate).collect();
        all.sort_by_key(|fate| format!("{fate:?}"));
        assert_eq!(
            all,
            [Fate::Confirmed, Fate::Returned],
            "the other one is sent again only if it was returned as well"
        );
    }

    #[tokio::test]
    async fn refused_and_lost_are_told_apart() {
        let mut posts = Posts::default();
        posts.wait(post(0, "a"), ready(Confirm { verdict: Verdict::Nack, returned: None }));
        posts.wait(post(1, "b"), ready(Confirm { verdict: Verdict::Lost, returned: None }));
        assert_eq!(fates(&mut posts).await, [("a".into(), Fate::Nacked), ("b".into(), Fate::Lost)]);
    }
}

//! Who is connected: how many may be, altogether and from one network, and who has
//! to go when another one comes.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, MutexGuard},
    time::Duration,
};

use tokio::{sync::Notify, time::Instant};

use crate::web::network::Narrowest;

/// Everybody who is connected.
pub struct Crowd {
    most: usize,
    most_of_one: Option<usize>,
    open: Mutex<Open>,
}

#[derive(Default)]
struct Open {
    next: u64,
    all: HashMap<u64, (Narrowest, Arc<Activity>)>,
    of: HashMap<Narrowest, usize>,
}

impl Open {
    fn remove(&mut self, id: u64) {
        let Some((network, _)) = self.all.remove(&id) else { return };
        if let Some(count) = self.of.get_mut(&network) {
            *count -= 1;
            if *count == 0 {
                self.of.remove(&network);
            }
        }
    }

    /// Asks the one to go who has been idle for longest, of one network or of all.
    /// The place counts as free at once.
    fn dismiss(&mut self, of: Option<Narrowest>) -> bool {
        let idle = self
            .all
            .iter()
            .filter(|(_, (network, _))| of.is_none_or(|of| of == *network))
            .filter_map(|(id, (_, activity))| Some((activity.idle_since()?, *id)))
            .min();
        let Some((_, id)) = idle else { return false };
        if let Some((_, activity)) = self.all.get(&id) {
            activity.leave.notify_one();
        }
        self.remove(id);
        true
    }
}

impl Crowd {
    /// At most so many, and so many of one network if networks are told apart.
    pub fn new(most: usize, most_of_one: Option<usize>) -> Self {
        Self { most: most.max(1), most_of_one: most_of_one.map(|n| n.max(1)), open: Mutex::default() }
    }

    fn open(&self) -> MutexGuard<'_, Open> {
        self.open.lock().expect("nobody panics while holding the lock")
    }

    /// A place for somebody who comes; none where everybody is busy.
    pub fn admit(self: &Arc<Self>, from: IpAddr) -> Option<Place> {
        let network = Narrowest::from(from);
        let mut open = self.open();
        let here = open.of.get(&network).copied().unwrap_or(0);
        if self.most_of_one.is_some_and(|most| here >= most) && !open.dismiss(Some(network)) {
            return None;
        }
        if open.all.len() >= self.most && !open.dismiss(None) {
            return None;
        }
        let id = open.next;
        open.next += 1;
        let activity = Arc::new(Activity::new());
        open.all.insert(id, (network, activity.clone()));
        *open.of.entry(network).or_insert(0) += 1;
        Some(Place { crowd: self.clone(), id, activity })
    }

    /// Sends away some of those who have been idle for longest.
    pub fn thin_out(&self, most: usize) {
        let mut open = self.open();
        let _ = (0..most).take_while(|_| open.dismiss(None)).count();
    }
}

/// The place of one connection; free again when it is dropped.
pub struct Place {
    crowd: Arc<Crowd>,
    id: u64,
    /// What is going on there.
    pub activity: Arc<Activity>,
}

impl Drop for Place {
    fn drop(&mut self) {
        self.crowd.open().remove(self.id);
    }
}

/// What is going on on a connection.
#[derive(Debug)]
pub struct Activity {
    now: Mutex<Now>,
    /// Told when the place is needed for somebody else.
    pub leave: Notify,
}

#[derive(Debug)]
struct Now {
    /// Requests that are being read or worked on.
    worked_on: usize,
    /// Answers on their way.
    answered: usize,
    since: Instant,
}

impl Activity {
    fn new() -> Self {
        Self {
            now: Mutex::new(Now { worked_on: 0, answered: 0, since: Instant::now() }),
            leave: Notify::new(),
        }
    }

    fn change(&self, what: impl FnOnce(&mut Now)) {
        let mut now = self.now.lock().expect("nobody panics while holding the lock");
        what(&mut now);
        now.since = Instant::now();
    }

    /// A request is there.
    pub fn begin(&self) {
        self.change(|now| now.worked_on += 1);
    }

    /// Its answer begins.
    pub fn answer(&self) {
        self.change(|now| {
            now.worked_on = now.worked_on.saturating_sub(1);
            now.answered += 1;
        });
    }

    /// The answer was given, or nobody waits for it any more.
    pub fn end(&self, answering: bool) {
        self.change(|now| {
            let count = if answering { &mut now.answered } else { &mut now.worked_on };
            *count = count.saturating_sub(1);
        });
    }

    /// Some of an answer was taken.
    pub fn moved(&self) {
        self.change(|_| {});
    }

    /// Since when nothing is asked; none while something is.
    pub fn idle_since(&self) -> Option<Instant> {
        let now = self.now.lock().expect("nobody panics while holding the lock");
        (now.worked_on == 0 && now.answered == 0).then_some(now.since)
    }

    /// When this connection has been idle, or has not taken its answer, for too long;
    /// while something is worked on, when to look again.
    pub fn look_again(&self, idle: Duration, taking: Duration) -> Look {
        let now = self.now.lock().expect("nobody panics while holding the lock");
        match (now.worked_on, now.answered) {
            (0, 0) => Look::EndsAt(now.since + idle),
            (0, _) => Look::EndsAt(now.since + taking),
            _ => Look::At(Instant::now() + idle),
        }
    }
}

/// When to look at a connection again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// It ends then, unless something happens.
    EndsAt(Instant),
    /// Something is being worked on: it does not end then.
    At(Instant),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn from(last: u8) -> IpAddr {
        IpAddr::from([192, 0, 2, last])
    }

    #[tokio::test]
    async fn the_longest_idle_makes_room_and_the_busy_never() {
        let crowd = Arc::new(Crowd::new(2, None));
        let (first, second) = (crowd.admit(from(1)).unwrap(), crowd.admit(from(2)).unwrap());
        first.activity.begin();
        let third = crowd.admit(from(3)).expect("the second makes room");
        second.activity.leave.notified().await;
        third.activity.begin();
        assert!(crowd.admit(from(4)).is_none(), "both are busy");
        third.activity.answer();
        assert!(crowd.admit(from(4)).is_none(), "an answer on its way is not broken off");
        third.activity.end(true);
        assert!(crowd.admit(from(4)).is_some());
    }

    #[tokio::test]
    async fn one_network_has_a_part_of_the_places() {
        let crowd = Arc::new(Crowd::new(10, Some(2)));
        let places: Vec<_> = (0..2).map(|_| crowd.admit(from(1)).unwrap()).collect();
        places.iter().for_each(|place| place.activity.begin());
        assert!(crowd.admit(from(1)).is_none());
        assert!(crowd.admit(from(2)).is_some());
        drop(places);
        assert!(crowd.admit(from(1)).is_some());
        assert!(crowd.open().of.is_empty() && crowd.open().all.is_empty());
    }
}

//! What happens to one event.

use super::{Shared, count};
use crate::backoff::Backoff;
use crate::dead_letter::{DeadLetter, Reason};
use crate::event::Event;
use crate::in_flight::Entered;
use crate::message::{Message, headers};
use crate::render::{Outcome, render};
use crate::templates::{Route, TemplateSet};
use crate::transport::{Delivery as _, PublishError, Stored, Transport};
use std::ops::ControlFlow;
use std::sync::Arc;
use tokio::time::{Instant, sleep};
use tracing::{debug, error, warn};

/// How often the end of an event is told before it is left to a later delivery.
const ACK_ATTEMPTS: u32 = 10;

/// Makes the messages of an event, and says that it is done once the broker has them.
pub(super) async fn event<T: Transport>(shared: Arc<Shared<T>>, entered: Entered<T::Delivery>) {
    let event = entered.delivery.event();
    let metrics = &shared.metrics;
    metrics.events.inc();
    metrics.redeliveries.inc_by(u64::from(event.delivered > 1));
    metrics.waiting.set(i64::try_from(event.waiting).unwrap_or(i64::MAX));
    let set = shared.templates.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
    if let Some(letter) = undeliverable(&shared, &set, event) {
        bury(&shared, event, &letter).await;
    } else {
        for (route, target) in set.of(&event.subject) {
            if one(&shared, event, route, target).await.is_break() {
                break;
            }
        }
    }
    acknowledge(&shared, &entered).await;
}

/// The dead letter of an event that is not rendered.
fn undeliverable<T: Transport>(shared: &Shared<T>, set: &TemplateSet, event: &Event) -> Option<DeadLetter> {
    let letter = |reason, error| Some(shared.marks.dead_letter(None, reason, error, Vec::new()));
    let max = shared.options.max_deliveries;
    if event.exhausted {
        return letter(Reason::Exhausted, format!("the broker has given up after {} deliveries", event.delivered));
    }
    if event.delivered > max {
        return letter(Reason::Deliveries, format!("delivery {} of at most {max}", event.delivered));
    }
    if set.of(&event.subject).next().is_none() {
        return letter(Reason::NoTemplate, format!("no template takes events of the subject {}", event.subject));
    }
    None
}

/// Renders an event with one template and stores what comes of it. Breaks where no other template can do better.
async fn one<T: Transport>(
    shared: &Arc<Shared<T>>,
    event: &Event,
    route: &Arc<Route>,
    target: String,
) -> ControlFlow<()> {
    let message = match rendered(shared, event, route, target).await {
        Outcome::Message(message) => message,
        Outcome::Dead(letter) => {
            bury(shared, event, &letter).await;
            return if letter.template.is_none() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) };
        }
    };
    let size = message.bytes();
    let limit = shared.transport.max_message_bytes();
    let refused = if size > limit {
        Err(format!("the message has {size} bytes, the broker takes {limit}"))
    } else {
        store(shared, &message).await
    };
    match refused {
        Ok(stored) => {
            shared.metrics.message(route.name(), stored.duplicate, message.value(headers::WARNINGS).is_some());
        }
        Err(error) => {
            let letter = shared.marks.dead_letter(Some(route), Reason::TooLarge, error, Vec::new());
            bury(shared, event, &letter).await;
        }
    }
    ControlFlow::Continue(())
}

/// Renders on a thread that may take its time.
async fn rendered<T: Transport>(shared: &Arc<Shared<T>>, event: &Event, route: &Arc<Route>, target: String) -> Outcome {
    let job = {
        let (route, event, marks) = (route.clone(), event.clone(), shared.marks.clone());
        move || render(&route, &event, target, &marks)
    };
    let Ok(_slot) = shared.renders.acquire().await else { return failed(shared, route, "the worker is ending") };
    let start = Instant::now();
    let outcome = tokio::task::spawn_blocking(job).await;
    shared.metrics.render_seconds.observe(start.elapsed().as_secs_f64());
    outcome.unwrap_or_else(|panicked| failed(shared, route, &panicked.to_string()))
}

fn failed<T: Transport>(shared: &Shared<T>, route: &Route, why: &str) -> Outcome {
    error!(template = route.name(), "a render failed: {why}");
    Outcome::Dead(shared.marks.dead_letter(
        Some(route),
        Reason::Failed,
        format!("the render failed: {why}"),
        Vec::new(),
    ))
}

/// Stores a message, however long it takes; the error says why it can never be.
async fn store<T: Transport>(shared: &Shared<T>, message: &Message) -> Result<Stored, String> {
    let mut backoff = Backoff::default();
    let mut stuck = None;
    loop {
        match shared.transport.publish(message).await {
            Ok(stored) => return Ok(stored),
            Err(PublishError::TooLarge(error)) => return Err(error),
            Err(PublishError::Unavailable(cause, error)) => {
                shared.metrics.publish_retry(cause);
                // One line for each message, not one for each try.
                if backoff.count() == 2 {
                    warn!(subject = message.subject, cause = cause.name(), "a message waits for the broker: {error}");
                }
                stuck = stuck.or_else(|| Some(shared.health.stuck()));
                sleep(backoff.next()).await;
            }
        }
    }
}

/// Stores a dead letter, in smaller parts where the broker or its stream takes no larger ones.
async fn bury<T: Transport>(shared: &Shared<T>, event: &Event, letter: &DeadLetter) {
    let template = letter.template.as_ref().map_or("", |(name, _)| name);
    warn!(event = event.name(), subject = event.subject, template, reason = letter.reason.name(), "{}", letter.error);
    let mut limit = shared.transport.max_message_bytes();
    let mut backoff = Backoff::default();
    while !stored_within(shared, event, letter, limit).await {
        limit /= 2;
        if letter.messages(event, limit).is_none() {
            // Nothing is lost: the event stays where it is until the stream of dead letters takes more.
            error!(event = event.name(), "the stream of dead letters takes no message of {limit} bytes");
            let _stuck = shared.health.stuck();
            sleep(backoff.next()).await;
            limit = shared.transport.max_message_bytes();
        }
    }
    shared.metrics.dead_letter(template, letter.reason);
}

/// Whether a dead letter could be stored in messages of at most `limit` bytes.
async fn stored_within<T: Transport>(shared: &Shared<T>, event: &Event, letter: &DeadLetter, limit: usize) -> bool {
    let Some(parts) = letter.messages(event, limit) else { return false };
    for part in &parts {
        if store(shared, part).await.is_err() {
            return false;
        }
    }
    true
}

/// Says that an event is done.
async fn acknowledge<T: Transport>(shared: &Shared<T>, entered: &Entered<T::Delivery>) {
    let mut backoff = Backoff::default();
    while backoff.count() < ACK_ATTEMPTS {
        match entered.delivery.ack().await {
            Ok(()) => {
                shared.metrics.done.inc();
                shared.metrics.event_seconds.observe(entered.since.elapsed().as_secs_f64());
                return;
            }
            Err(away) => {
                debug!(event = entered.delivery.event().name(), "the end of an event was not confirmed: {away}");
                sleep(backoff.next()).await;
            }
        }
    }
    shared.metrics.lost_acks.inc();
    let held = count(shared.in_flight.held().events);
    warn!(event = entered.delivery.event().name(), held, "the end of an event was not confirmed; it comes again");
}

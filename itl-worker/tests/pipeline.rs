//! What becomes of events, with a broker in memory whose faults and clock the tests set.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use common::{Running, TEMPLATE, broker, by_id, options, settled, strict, template};
use itl_worker::memory::{Broker, BrokerOptions};
use itl_worker::{Reload, headers};
use std::collections::BTreeSet;
use std::time::Duration;

fn event(number: usize) -> String {
    format!("{{\"host\": \"db-{number}\", \"state\": \"down\"}}")
}

#[tokio::test(start_paused = true)]
async fn an_event_becomes_one_message_with_its_origin() {
    let broker = broker();
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    broker.send("events.disk", event(7));
    settled(&broker).await;
    let messages = broker.messages();
    assert_eq!(messages.len(), 1);
    let message = &messages[0];
    assert_eq!((&*message.subject, &*message.payload), ("messages.disk", &b"db-7 is down"[..]));
    assert_eq!(message.id(), "msg:EVENTS/1/1773456000001000000/worker/disk");
    assert_eq!(message.value(headers::TEMPLATE), Some("disk"));
    assert_eq!(message.value(headers::VERSION), Some(running.worker.templates().routes()[0].version()));
    assert_eq!(message.value(headers::EVENT_SUBJECT), Some("events.disk"));
    assert_eq!((running.metric("events_total"), running.metric("messages_total")), (1, 1));
    assert_eq!(running.end().await.unfinished, 0);
}

#[tokio::test(start_paused = true)]
async fn any_number_of_renders_at_once_is_taken() {
    for jobs in [0, usize::MAX] {
        let mut options = options();
        (options.jobs, options.max_in_flight, options.max_in_flight_bytes) = (jobs, jobs, jobs);
        let running = Running::start(&broker(), options, Vec::new());
        assert_eq!(running.end().await.unfinished, 0, "{jobs}");
    }
}

#[tokio::test(start_paused = true)]
async fn the_clock_of_a_render_is_the_events() {
    let broker = broker();
    let running = Running::start(&broker, options(), vec![template("disk", "{{ @now }}")]);
    broker.send("events.disk", "{}");
    settled(&broker).await;
    assert_eq!(broker.messages()[0].payload, "1773456000001");
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn each_template_of_a_subject_makes_a_message() {
    let broker = broker();
    let mut second = template("mail", "mail about {{ host }}");
    second.events = vec!["events.>".parse().unwrap()];
    second.target = "messages.{1}.mail".parse().unwrap();
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE), second]);
    broker.send("events.disk", event(1));
    broker.send("events.net", event(2));
    settled(&broker).await;
    let subjects: BTreeSet<String> = broker.messages().into_iter().map(|message| message.subject).collect();
    assert_eq!(subjects.into_iter().collect::<Vec<_>>(), ["messages.disk", "messages.disk.mail", "messages.net.mail"]);
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn poison_becomes_dead_letters_with_findings_and_the_events_bytes() {
    let broker = broker();
    let mut second = template("second", TEMPLATE);
    second.events = vec!["events.disk".parse().unwrap()];
    let templates = vec![
        template("disk", TEMPLATE),
        second,
        strict("net", "{{ host }} {{ gone }}"),
        strict("bad", "{{ a.uper() }}"),
    ];
    let running = Running::start(&broker, options(), templates);
    broker.send("events.disk", "{\"host\": ");
    broker.send("events.disk", &b"{\"host\": \"\xff\"}"[..]);
    broker.send("events.net", "{\"host\": \"db-7\"}");
    broker.send("events.bad", "{\"a\": 1}");
    broker.send("events.unknown", "{}");
    settled(&broker).await;
    let mut letters = broker.messages();
    letters.sort_by_key(|letter| letter.value(headers::EVENT_SEQUENCE).unwrap().to_owned());
    assert!(letters.iter().all(|letter| letter.subject == "dead.itl"));
    let reasons: Vec<&str> = letters.iter().map(|letter| letter.value(headers::REASON).unwrap()).collect();
    assert_eq!(reasons, ["broken_json", "broken_json", "refused", "refused", "no_template"]);
    assert_eq!(letters[0].payload, "{\"host\": ");
    assert_eq!(letters[1].payload, &b"{\"host\": \"\xff\"}"[..]);
    let errors: Vec<&str> = letters.iter().map(|letter| letter.value(headers::ERROR).unwrap()).collect();
    assert!(errors[0].starts_with("EVENTS/1:1:") && errors[0].contains("error[E0601]"), "{}", errors[0]);
    assert!(errors[1].contains("byte 10 is not UTF-8"), "{}", errors[1]);
    assert_eq!(errors[2], "net.itl:1:12: warning[W0301]: `gone` is missing");
    assert!(errors[3].starts_with("bad.itl:1:6: error[E0201]"), "{}", errors[3]);
    let findings: serde_json::Value = serde_json::from_str(letters[3].value(headers::FINDINGS).unwrap()).unwrap();
    assert_eq!((&findings[0]["code"], &findings[0]["column"]), (&"E0201".into(), &6.into()));
    assert_eq!(running.metric("dead_letters_total"), 5);
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_lenient_template_always_sends_a_text() {
    let broker = broker();
    let running = Running::start(&broker, options(), vec![template("disk", "{{ host.uper() }} {{ gone }}!")]);
    broker.send("events.disk", event(1));
    settled(&broker).await;
    let message = &broker.messages()[0];
    assert_eq!(message.payload, "{{ host.uper() }} !");
    assert_eq!(message.value(headers::WARNINGS), Some("W0301"));
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_message_that_the_broker_does_not_take_becomes_a_dead_letter() {
    let broker = Broker::new(BrokerOptions { max_message_bytes: 3000, ..BrokerOptions::default() });
    let running = Running::start(&broker, options(), vec![template("disk", &"{{ host }}".repeat(5))]);
    broker.send("events.disk", format!("{{\"host\": \"{}\"}}", "x".repeat(1000)));
    settled(&broker).await;
    let letters = broker.messages();
    assert_eq!(letters[0].value(headers::REASON), Some("too_large"));
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_dead_letter_that_its_stream_does_not_take_comes_in_parts() {
    let broker = broker();
    broker.faults(|faults| faults.stream_limit = Some(2000));
    let running = Running::start(&broker, options(), vec![template("disk", "x")]);
    let payload = format!("{{\"host\": \"{}", "y".repeat(6000));
    broker.send("events.disk", payload.clone());
    settled(&broker).await;
    let parts = broker.messages();
    assert!(parts.len() > 3, "{}", parts.len());
    let bytes: Vec<u8> = parts.iter().flat_map(|part| part.payload.to_vec()).collect();
    assert_eq!(bytes, payload.as_bytes());
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn nothing_is_done_before_its_message_is_stored() {
    let broker = broker();
    broker.faults(|faults| faults.is_full = true);
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    for number in 0..1000 {
        broker.send("events.disk", event(number));
    }
    // Far longer than the wait for an answer: nobody else is given the events that this worker holds.
    tokio::time::sleep(Duration::from_secs(600)).await;
    assert_eq!((broker.open(), broker.messages().len()), (1000, 0));
    assert_eq!(running.metric("events_total"), 256, "no more are taken than may be in flight");
    assert_eq!(running.metric("redeliveries_total"), 0);
    assert!(running.metric("publish_retries_total") > 256);
    assert_eq!(running.worker.ready().unwrap_err(), "256 messages wait for the broker to store them");
    assert_eq!(running.worker.live(), Ok(()));
    broker.faults(|faults| faults.is_full = false);
    settled(&broker).await;
    assert_eq!(by_id(&broker, "messages.disk").len(), 1000);
    assert_eq!(broker.messages().len(), 1000);
    assert_eq!(running.worker.ready(), Ok(()));
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_broker_that_goes_away_and_comes_back_loses_nothing() {
    let broker = broker();
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    for number in 0..600 {
        broker.send("events.disk", event(number));
        if number % 100 == 50 {
            broker.faults(|faults| faults.is_away = true);
            assert!(running.worker.ready().is_err());
            tokio::time::sleep(Duration::from_secs(100)).await;
            assert!(running.worker.ready().is_err());
            broker.faults(|faults| faults.is_away = false);
        }
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    settled(&broker).await;
    assert_eq!(by_id(&broker, "messages.disk").len(), 600);
    assert!(running.metric("broker_errors_total") > 0);
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn lost_answers_make_duplicates_with_one_id_that_the_window_drops() {
    let broker = broker();
    broker.faults(|faults| (faults.lost_answers, faults.lost_acks) = (20, 30));
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    for number in 0..100 {
        broker.send("events.disk", event(number));
    }
    settled(&broker).await;
    assert_eq!(broker.messages().len(), 100);
    assert_eq!(running.metric("duplicates_total"), 20);
    running.end().await;
}

/// The id is that of the event, the template and the consumer: the answer of another delivery, another template or another
/// worker must not be dropped as a duplicate of it.
#[tokio::test(start_paused = true)]
async fn the_window_swallows_neither_dead_letters_nor_other_workers() {
    let broker = broker();
    let first = Running::start(&broker, options(), vec![strict("disk", "{{ gone }}")]);
    broker.send("events.disk", event(1));
    settled(&broker).await;
    first.end().await;
    let ids: BTreeSet<String> = broker.messages().iter().map(|message| message.id().to_owned()).collect();
    assert!(ids.iter().all(|id| id.starts_with("dead:")));
    // The template is mended and the event sent again: a new event, a new id.
    let second = Running::start(&broker, options(), vec![strict("disk", TEMPLATE)]);
    broker.send("events.disk", event(1));
    settled(&broker).await;
    second.end().await;
    assert_eq!(by_id(&broker, "messages.disk").len(), 1);
    let ids: BTreeSet<String> = broker.messages().iter().map(|message| message.id().to_owned()).collect();
    assert_eq!(ids.len(), 2);
}

#[tokio::test(start_paused = true)]
async fn an_event_that_ends_its_workers_becomes_a_dead_letter() {
    let broker = Broker::new(BrokerOptions { ack_wait: Duration::from_secs(1), ..BrokerOptions::default() });
    let mut limited = options();
    limited.max_deliveries = 3;
    broker.faults(|faults| faults.is_full = true);
    broker.send("events.disk", event(1));
    for _ in 0..3 {
        let running = Running::start(&broker, limited.clone(), vec![template("disk", TEMPLATE)]);
        tokio::time::sleep(Duration::from_millis(500)).await;
        running.kill();
        tokio::time::sleep(Duration::from_secs(3)).await;
    }
    broker.faults(|faults| faults.is_full = false);
    let running = Running::start(&broker, limited, vec![template("disk", TEMPLATE)]);
    settled(&broker).await;
    assert_eq!(broker.messages()[0].value(headers::REASON), Some("deliveries"));
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn an_event_that_the_broker_gives_up_becomes_a_dead_letter() {
    let options_of_broker =
        BrokerOptions { ack_wait: Duration::from_secs(1), max_deliver: Some(1), ..BrokerOptions::default() };
    let broker = Broker::new(options_of_broker);
    broker.faults(|faults| faults.is_full = true);
    broker.send("events.disk", event(1));
    let first = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    tokio::time::sleep(Duration::from_millis(500)).await;
    first.kill();
    broker.faults(|faults| faults.is_full = false);
    let second = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    settled(&broker).await;
    assert_eq!(broker.messages()[0].value(headers::REASON), Some("exhausted"));
    second.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_template_with_errors_is_refused_and_the_old_one_stays() {
    let broker = broker();
    let running = Running::start(&broker, options(), vec![template("disk", "one {{ host }}")]);
    let version = running.worker.templates().routes()[0].version().to_owned();
    assert_eq!(running.worker.reload(vec![template("disk", "two {{ host.uper() }}")]), Reload::Refused);
    assert_eq!(running.worker.templates().routes()[0].version(), version);
    assert_eq!(running.metric("template_refused"), 1);
    broker.send("events.disk", event(1));
    settled(&broker).await;
    assert_eq!(broker.messages()[0].payload, "one db-1");
    assert_eq!(running.worker.reload(vec![template("disk", "three {{ host }}")]), Reload::Swapped);
    assert_eq!(running.worker.reload(vec![template("disk", "three {{ host }}")]), Reload::Unchanged);
    assert_eq!(running.metric("template_refused"), 0);
    broker.send("events.disk", event(2));
    settled(&broker).await;
    assert_eq!(broker.messages()[1].payload, "three db-2");
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn a_swap_mixes_nothing() {
    let broker = broker();
    let of = |word: &str| {
        let mut second = template("mail", &format!("{word} {{{{ host }}}} {word}"));
        second.events = vec!["events.disk".parse().unwrap()];
        vec![template("disk", &format!("{word} {{{{ host }}}} {word}")), second]
    };
    let running = Running::start(&broker, options(), of("one"));
    for number in 0..2000 {
        broker.send("events.disk", event(number));
        if number % 7 == 0 {
            running.worker.reload(of(if number % 2 == 0 { "one" } else { "two" }));
            tokio::task::yield_now().await;
        }
    }
    settled(&broker).await;
    let mut versions = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    let mut words_of_events = std::collections::BTreeMap::<String, BTreeSet<String>>::new();
    for message in broker.messages() {
        let text = String::from_utf8(message.payload.to_vec()).unwrap();
        let words: Vec<&str> = text.split(' ').collect();
        assert_eq!(words[0], words[2], "{text}");
        let template =
            format!("{} {}", message.value(headers::TEMPLATE).unwrap(), message.value(headers::VERSION).unwrap());
        versions.entry(template).or_default().insert(words[0].to_owned());
        let event = message.value(headers::EVENT_SEQUENCE).unwrap().to_owned();
        words_of_events.entry(event).or_default().insert(words[0].to_owned());
    }
    assert_eq!(broker.messages().len(), 4000);
    assert_eq!(versions.len(), 4, "{versions:?}");
    assert!(versions.values().all(|words| words.len() == 1), "{versions:?}");
    assert!(words_of_events.values().all(|words| words.len() == 1), "both messages of an event are of one set");
    running.end().await;
}

#[tokio::test(start_paused = true)]
async fn an_end_finishes_what_was_begun_and_takes_no_more() {
    let broker = broker();
    broker.faults(|faults| faults.is_full = true);
    let mut few = options();
    few.max_in_flight = 10;
    let running = Running::start(&broker, few, vec![template("disk", TEMPLATE)]);
    for number in 0..100 {
        broker.send("events.disk", event(number));
    }
    tokio::time::sleep(Duration::from_secs(1)).await;
    let end = tokio::spawn(running.end());
    tokio::time::sleep(Duration::from_secs(1)).await;
    broker.faults(|faults| faults.is_full = false);
    assert_eq!(end.await.unwrap().unfinished, 0);
    assert_eq!((broker.open(), broker.messages().len()), (90, 10));
}

#[tokio::test(start_paused = true)]
async fn what_does_not_end_in_time_is_given_back() {
    let broker = broker();
    broker.faults(|faults| faults.is_full = true);
    let running = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    broker.send("events.disk", event(1));
    tokio::time::sleep(Duration::from_secs(1)).await;
    let start = tokio::time::Instant::now();
    assert_eq!(running.end().await.unfinished, 1);
    assert!(start.elapsed() <= Duration::from_secs(27), "{:?}", start.elapsed());
    broker.faults(|faults| faults.is_full = false);
    // It is there at once, not after the wait for an answer.
    let start = tokio::time::Instant::now();
    let next = Running::start(&broker, options(), vec![template("disk", TEMPLATE)]);
    settled(&broker).await;
    assert!(start.elapsed() < Duration::from_secs(5), "{:?}", start.elapsed());
    next.end().await;
}

/// Kills a worker at a hundred moments, each after another time, and starts it again.
#[tokio::test(start_paused = true)]
async fn hard_kills_lose_nothing_and_double_only_ids() {
    let options_of_broker = BrokerOptions {
        ack_wait: Duration::from_secs(2),
        // Shorter than the wait for an answer: doubles are stored, with one id.
        window: Duration::from_secs(1),
        ..BrokerOptions::default()
    };
    let broker = Broker::new(options_of_broker);
    let mut unlimited = options();
    unlimited.max_deliveries = 1000;
    for number in 0..5000 {
        broker.send("events.disk", event(number));
    }
    for kill in 0..100_u64 {
        let running = Running::start(&broker, unlimited.clone(), vec![template("disk", TEMPLATE)]);
        for _ in 0..(kill * 7919 % 97) {
            tokio::task::yield_now().await;
        }
        running.kill();
        tokio::time::sleep(Duration::from_millis(kill * 31 % 700)).await;
    }
    let running = Running::start(&broker, unlimited, vec![template("disk", TEMPLATE)]);
    settled(&broker).await;
    let messages = by_id(&broker, "messages.disk");
    assert_eq!(messages.len(), 5000);
    for (id, texts) in &messages {
        let number: usize = id.split('/').nth(1).unwrap().parse().unwrap();
        let expected = format!("db-{} is down", number - 1);
        assert!(texts.iter().all(|text| *text == expected), "{id} {texts:?}");
    }
    running.end().await;
}

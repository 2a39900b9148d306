#![no_main]

itl_fuzz::target!("regexes");

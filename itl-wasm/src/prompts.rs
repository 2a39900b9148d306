//! Prompts that templates were made into.

use itl_eval::Template;
use itl_prompt::Prompt;
use std::cell::RefCell;
use std::rc::Rc;

/// How many prompts are remembered: a program has a few, and reading their settings takes time.
const REMEMBERED: usize = 8;

thread_local!(static PROMPTS: RefCell<Vec<Rc<Prompt>>> = const { RefCell::new(Vec::new()) });

/// The prompt of a template. One that is remembered holds its template, so no other one can have its address.
pub(crate) fn prompt(template: &Template) -> Rc<Prompt> {
    PROMPTS.with_borrow_mut(|known| {
        let same = |prompt: &&Rc<Prompt>| std::ptr::eq(prompt.template().source(), template.source());
        if let Some(prompt) = known.iter().find(same) {
            return prompt.clone();
        }
        let prompt = Rc::new(Prompt::new(template.clone()));
        if known.len() == REMEMBERED {
            known.remove(0);
        }
        known.push(prompt.clone());
        prompt
    })
}

/// Forgets the prompt of a template that is freed.
pub(crate) fn forget(template: &Template) {
    PROMPTS
        .with_borrow_mut(|known| known.retain(|prompt| !std::ptr::eq(prompt.template().source(), template.source())));
}
